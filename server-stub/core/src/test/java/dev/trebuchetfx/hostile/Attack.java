// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to bring a server down. What it holds stays open until it is closed. */
enum Attack {
    /** A head of a megabyte of short lines, in small pieces, on two connections. */
    HEADER_LINES {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            for (int i = 0; i < 2; i++) {
                HostilePeer peer = hold(held, new HostilePeer(server.uri()));
                byte[] piece = "a: b\r\n".repeat(20).getBytes(UTF_8);
                writeUntilEnded(peer, "GET / HTTP/1.1\r\nHost: localhost\r\n", piece, 1 << 20);
            }
        }
    },
    /** One header of 200 MB. */
    HUGE_HEADER {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            HostilePeer peer = hold(held, new HostilePeer(server.uri()));
            byte[] piece = new byte[1 << 16];
            Arrays.fill(piece, (byte) 'x');
            writeUntilEnded(peer, "GET / HTTP/1.1\r\nHost: localhost\r\na: ", piece, 200L << 20);
        }
    },
    /** More sockets than the process has descriptors; they go before the end, since nobody else could come in. */
    DESCRIPTORS(200) {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            List<HostilePeer> peers = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                try {
                    HostilePeer peer = new HostilePeer(server.uri());
                    peers.add(peer);
                    peer.write("GET / HTTP/1.1\r\n");
                } catch (IOException e) {
                    // The server has closed it, or accepts nobody for now.
                }
            }
            peers.forEach(HostilePeer::close);
        }
    },
    /** Fourteen bytes that announce a frame of 64 MiB, on 200 connections, and then a megabyte of it. */
    ANNOUNCED_FRAMES {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            for (int i = 0; i < 200; i++) {
                HostilePeer peer = hold(held, HostilePeer.upgraded(server.uri(), ""));
                peer.write(HostilePeer.frame(FIN_BINARY, new byte[0], i % 2 == 0 ? 64L << 20 : 1L << 20, true));
                tryTo(() -> peer.write(new byte[1_000_000]));
            }
        }
    },
    /** Messages of almost a megabyte that never end, on as many connections as there may be. */
    UNFINISHED_MESSAGES {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            byte[] piece = new byte[900_000];
            for (int i = 0; i < 900; i++) {
                HostilePeer peer = hold(held, HostilePeer.upgraded(server.uri(), ""));
                tryTo(() -> peer.write(HostilePeer.frame(FIN_BINARY, piece, 1_000_000, true)));
            }
        }
    },
    /** Pings whose pongs nobody reads. */
    UNREAD_PONGS {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            HostilePeer peer = hold(held, HostilePeer.upgraded(server.uri(), ""));
            byte[] pings =
                    repeated(HostilePeer.frame(HostilePeer.FIN | HostilePeer.PING, new byte[125], 125, true), 500);
            flood(peer, pings);
        }
    },
    /** Compressed messages without an end that would each become 64 MB. */
    BOMBS("--compress") {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            byte[] bomb = HostilePeer.bomb(64 << 20);
            for (int i = 0; i < 8; i++) {
                HostilePeer peer = hold(held, HostilePeer.upgraded(server.uri(), OFFER));
                peer.frame(HostilePeer.RSV1 | HostilePeer.BINARY, bomb);
            }
        }
    },
    /** Compressed messages without an end, each within the limit of one. */
    SMALL_BOMBS("--compress") {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            byte[] bomb = HostilePeer.bomb(1_000_000);
            for (int i = 0; i < 400; i++) {
                HostilePeer peer = hold(held, HostilePeer.upgraded(server.uri(), OFFER));
                peer.frame(HostilePeer.RSV1 | HostilePeer.BINARY, bomb);
            }
        }
    },
    /** Many streams of a large state, each with a filter of its own, so that each keeps copies of its own. */
    OWN_FILTERS {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            TrebuchetClient client = hold(held, server.client(AttackedServer.MALLORY));
            addTodos(client);
            AtomicInteger updates = new AtomicInteger();
            for (int i = 0; i < 150; i++) {
                client.actor("todos")
                        .observe(
                                "observeState",
                                Object.class,
                                StreamOptions.builder()
                                        .filter(StreamFilter.fields("/todos", "/pendingCount", "/own" + i))
                                        .build())
                        .listen(event -> updates.incrementAndGet());
            }
            for (int i = 0; i < 30; i++) {
                String title = "changed " + i;
                tryTo(() -> client.actor("todos")
                        .call("addTodo", Object.class, CallOptions.WHEN_CONNECTED, title)
                        .get(5, TimeUnit.SECONDS));
            }
        }
    },
    /** Sockets that say nothing, and those that say a byte now and then. */
    SILENT_SOCKETS {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            for (int i = 0; i < 1_000; i++) {
                HostilePeer peer = hold(held, new HostilePeer(server.uri()));
                if (i % 2 == 0) {
                    tryTo(() -> peer.write("GET / HT"));
                }
            }
        }
    },
    /** Refused upgrades that their peers leave open. */
    REFUSED_UPGRADES {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            for (int i = 0; i < 1_000; i++) {
                HostilePeer peer = hold(held, new HostilePeer(server.uri()));
                tryTo(() -> peer.upgrade(""));
            }
        }
    },
    /** Sockets that never finish the TLS handshake. */
    SILENT_SOCKETS_WITH_TLS {
        @Override
        AttackedServer target() throws Exception {
            return AttackedServer.startWithTls();
        }

        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            for (int i = 0; i < 1_000; i++) {
                HostilePeer peer = hold(held, new HostilePeer(server.uri()));
                if (i % 2 == 0) {
                    // A record of the handshake, of which the rest does not come.
                    tryTo(() -> peer.write("\u0016\u0003\u0001\u0002\u0000\u0001"));
                }
            }
        }
    },
    /** Requests one after the other, though the first one is refused. */
    REQUESTS_AFTER_A_REFUSAL {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            byte[] requests = repeated("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8), 3_000);
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                HostilePeer peer = hold(held, new HostilePeer(server.uri()));
                writers.add(Thread.ofVirtual().start(() -> tryTo(() -> flood(peer, requests))));
            }
            for (Thread writer : writers) {
                writer.join();
            }
        }
    },
    /** As many streams as one principal can open, and then leaves without connections; another's must stay. */
    MANY_STREAMS {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            try (HostilePeer victim = HostilePeer.upgraded(server.uri(), AttackedServer.VICTIM, "")) {
                victim.frame(FIN_BINARY, invocation("counter", "observeState", 0));
                victim.readUntil("streamData");
            }
            for (int i = 0; i < 50; i++) {
                try (HostilePeer peer = HostilePeer.upgraded(server.uri(), "")) {
                    Thread reader = Thread.ofVirtual().start(() -> tryTo(() -> peer.readUntil(callId(1_000))));
                    tryTo(() -> {
                        for (int stream = 0; stream < 1_000; stream++) {
                            peer.frame(FIN_BINARY, invocation("counter", "observeState", stream));
                        }
                        peer.frame(FIN_BINARY, invocation("counter", "increment", 1_000));
                    });
                    reader.join(java.time.Duration.ofSeconds(20));
                }
            }
        }

        @Override
        String lost(AttackedServer server) throws Exception {
            return server.streams().contains("\"principal\":\"victim\"") ? "" : "the stream of another principal";
        }
    },
    /** Messages that nobody can read, as fast as the line takes them. */
    UNREADABLE_MESSAGES {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            HostilePeer peer = hold(held, HostilePeer.upgraded(server.uri(), ""));
            flood(peer, repeated(HostilePeer.frame(FIN_BINARY, "{no".getBytes(UTF_8), 3, true), 2_000));
        }
    },
    /** A message that never ends, in fragments without content. */
    EMPTY_FRAGMENTS {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            HostilePeer peer = hold(held, HostilePeer.upgraded(server.uri(), ""));
            peer.frame(HostilePeer.BINARY, new byte[0]);
            flood(peer, repeated(HostilePeer.frame(0, new byte[0], 0, true), 2_000));
        }
    },
    /** Small messages on 500 connections of one principal, without an end. */
    MANY_SENDERS {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            byte[] message = "{\"type\":\"x\",\"payload\":{}}".getBytes(UTF_8);
            byte[] small = repeated(HostilePeer.frame(FIN_BINARY, message, message.length, true), 5_000);
            hold(held, new Flood(server.uri(), 500, "", small));
        }
    },
    /** Pings on 500 connections, without an end. */
    MANY_PINGS {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            byte[] pings = repeated(HostilePeer.frame(HostilePeer.FIN | HostilePeer.PING, new byte[0], 0, true), 5_000);
            hold(held, new Flood(server.uri(), 500, "", pings));
        }
    },
    /** Messages as large as they may be, without an end, on 100 connections. */
    LARGE_MESSAGES {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            byte[] large = largeMessage();
            hold(held, new Flood(server.uri(), 100, "", HostilePeer.frame(FIN_BINARY, large, large.length, true)));
        }
    },
    /** Large messages that are small on the line, so that one read brings many of them. */
    COMPRESSED_MESSAGES("--compress") {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            byte[] small = HostilePeer.deflated(largeMessage());
            byte[] frame = HostilePeer.frame(FIN_BINARY | HostilePeer.RSV1, small, small.length, true);
            hold(held, new Flood(server.uri(), 20, OFFER, repeated(frame, 100)));
        }
    },
    /** Heads without an end at the admin port, on more sockets than the process has descriptors; a client is served meanwhile. */
    ADMIN_SOCKETS(300) {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            List<HostilePeer> peers = new ArrayList<>();
            byte[] field = ("a: " + "x".repeat(300_000)).getBytes(UTF_8);
            for (int i = 0; i < 900; i++) {
                tryTo(() -> {
                    HostilePeer peer = new HostilePeer(server.admin());
                    peers.add(peer);
                    peer.write("GET /health HTTP/1.1\r\nHost: localhost\r\n");
                    peer.write(field);
                });
            }
            server.serves();
            peers.forEach(HostilePeer::close);
        }
    },
    /** Connections of one principal, as many as it can open, all of which stay. */
    ALL_CONNECTIONS {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) {
            tryTo(() -> {
                while (true) {
                    hold(held, HostilePeer.upgraded(server.uri(), ""));
                }
            });
        }
    },
    /** Names that nobody has used before: each makes an actor, and of half of them a stream is opened. */
    MANY_NAMES {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            for (int i = 0; i < 20; i++) {
                HostilePeer peer = hold(held, HostilePeer.upgraded(server.uri(), ""));
                Thread reader = Thread.ofVirtual().start(() -> tryTo(() -> peer.readUntil(callId(5_000))));
                for (int name = 0; name < 1_000; name++) {
                    String actor = "todos/" + "k".repeat(180) + i + "-" + name;
                    peer.frame(FIN_BINARY, withArgument("\"t\"", invocation(actor, "addTodo", name)));
                    if (name % 2 == 0) {
                        peer.frame(FIN_BINARY, invocation(actor, "observeState", 1_000 + name));
                    }
                }
                peer.frame(FIN_BINARY, invocation("counter", "increment", 5_000));
                reader.join(java.time.Duration.ofSeconds(20));
            }
        }
    },
    /** Calls whose large results nobody reads, on a hundred connections. */
    UNREAD_RESULTS {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            try (TrebuchetClient client = server.client(AttackedServer.MALLORY)) {
                addTodos(client);
            }
            byte[] calls = repeated(frame(invocation("todos", "getTodos", 0)), 10);
            for (int i = 0; i < 100; i++) {
                HostilePeer peer = hold(held, HostilePeer.upgraded(server.uri(), ""));
                peer.write(calls);
            }
        }
    };

    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
    private static final int FIN_BINARY = HostilePeer.FIN | HostilePeer.BINARY;
    private static final long FLOOD_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final int files;
    private final String option;

    Attack() {
        this("");
    }

    Attack(String option) {
        this.files = 0;
        this.option = option;
    }

    Attack(int files) {
        this.files = files;
        this.option = "";
    }

    /** Attacks, and returns when nothing more is to be sent. */
    abstract void run(AttackedServer server, List<AutoCloseable> held) throws Exception;

    /** Returns what others have lost by the attack; empty for nothing. */
    String lost(AttackedServer server) throws Exception {
        return "";
    }

    AttackedServer target() throws Exception {
        return option.isEmpty() ? AttackedServer.start(files) : AttackedServer.start(files, option);
    }

    /** Something that fails once the server defends itself. */
    private interface Attempt {
        void now() throws Exception;
    }

    private static void tryTo(Attempt attempt) {
        try {
            attempt.now();
        } catch (Exception e) {
            // The server has closed the connection, or is slow on purpose.
        }
    }

    private static <T extends AutoCloseable> T hold(List<AutoCloseable> held, T peer) {
        held.add(peer);
        return peer;
    }

    private static void writeUntilEnded(HostilePeer peer, String first, byte[] piece, long bytes) throws IOException {
        peer.write(first);
        tryTo(() -> {
            for (long sent = 0; sent < bytes; sent += piece.length) {
                peer.write(piece);
            }
        });
    }

    /** Writes again and again for three seconds, or until the server takes no more. */
    private static void flood(HostilePeer peer, byte[] frames) throws InterruptedException {
        Thread writer = Thread.ofVirtual()
                .start(() -> tryTo(() -> {
                    while (true) {
                        peer.write(frames);
                    }
                }));
        writer.join(java.time.Duration.ofNanos(FLOOD_NANOS));
    }

    private static byte[] frame(byte[] message) throws IOException {
        return HostilePeer.frame(FIN_BINARY, message, message.length, true);
    }

    /** Makes the state of the todos as large as a megabyte. */
    private static void addTodos(TrebuchetClient client) throws Exception {
        for (int i = 0; i < 2_500; i++) {
            client.actor("todos")
                    .call("addTodo", Object.class, CallOptions.WHEN_CONNECTED, "x".repeat(400))
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static String callId(int number) {
        return "123E4567-E89B-12D3-A456-%012d".formatted(number);
    }

    private static byte[] invocation(String actor, String method, int number) {
        return ("{\"type\":\"invocation\",\"payload\":{\"callID\":\"" + callId(number) + "\",\"actorID\":{\"id\":\""
                        + actor
                        + "\"},\"targetIdentifier\":\"" + method
                        + "\",\"protocolVersion\":2,\"genericSubstitutions\":[],\"arguments\":[]}}")
                .getBytes(UTF_8);
    }

    private static byte[] withArgument(String json, byte[] invocation) {
        String encoded = Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
        return new String(invocation, UTF_8)
                .replace("\"arguments\":[]", "\"arguments\":[\"" + encoded + "\"]")
                .getBytes(UTF_8);
    }

    /** Returns a message of a megabyte that takes long to read. */
    private static byte[] largeMessage() {
        return ("{\"type\":\"x\",\"payload\":[" + "1,".repeat(500_000) + "1]}").getBytes(UTF_8);
    }

    private static byte[] repeated(byte[] frame, int times) {
        byte[] all = new byte[frame.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(frame, 0, all, i * frame.length, frame.length);
        }
        return all;
    }
}
