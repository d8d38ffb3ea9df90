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
            addLargeTodos(server);
            TrebuchetClient client = hold(held, server.client(AttackedServer.MALLORY));
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
    /** Calls whose large results nobody reads, on a hundred connections. */
    UNREAD_RESULTS {
        @Override
        void run(AttackedServer server, List<AutoCloseable> held) throws Exception {
            addLargeTodos(server);
            String call =
                    "{\"type\":\"invocation\",\"payload\":{\"callID\":\"123E4567-E89B-12D3-A456-426614174000\",\"actorID\":{\"id\":\"todos\"},"
                            + "\"targetIdentifier\":\"getTodos\",\"protocolVersion\":2,\"genericSubstitutions\":[],\"arguments\":[]}}";
            byte[] calls = repeated(HostilePeer.frame(FIN_BINARY, call.getBytes(UTF_8), call.length(), true), 10);
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

    AttackedServer target() throws IOException {
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

    /** Lets the list of todos have a megabyte. */
    private static void addLargeTodos(AttackedServer server) throws Exception {
        try (TrebuchetClient client = server.client(AttackedServer.MALLORY)) {
            for (int i = 0; i < 2_500; i++) {
                client.actor("todos")
                        .call("addTodo", Object.class, CallOptions.WHEN_CONNECTED, "x".repeat(400))
                        .get(20, TimeUnit.SECONDS);
            }
        }
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
