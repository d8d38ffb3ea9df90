// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.fanout;

import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.benchmark.Workbench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sockets that count the bytes that come, all on one thread, since nothing is to be measured but the sender. Made and closed by the
 * benchmark's thread; the thread that reads owns the rest.
 */
final class Receivers implements AutoCloseable {
    private static final String UPGRADE = String.join(
            "\r\n",
            "GET / HTTP/1.1",
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "");

    private final Workbench bench;
    private final Selector selector;
    private final List<SocketChannel> sockets = new ArrayList<>();
    private final AtomicLong received = new AtomicLong();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private volatile Goal goal = new Goal(Long.MAX_VALUE, new CountDownLatch(1));

    private record Goal(long bytes, CountDownLatch reached) {}

    private Receivers(Workbench bench) throws IOException {
        this.bench = bench;
        this.selector = Selector.open();
    }

    /** Connects so many sockets that say nothing. */
    static Receivers plain(Workbench bench, int port, int count) throws IOException {
        Receivers receivers = new Receivers(bench);
        for (int i = 0; i < count; i++) {
            receivers.sockets.add(connect(port));
        }
        receivers.listen();
        return receivers;
    }

    /** Connects so many WebSockets, each of which observes the feed if {@code actor} is not empty. */
    static Receivers webSockets(Workbench bench, int port, int count, String actor) throws IOException {
        Receivers receivers = new Receivers(bench);
        for (int i = 0; i < count; i++) {
            SocketChannel socket = connect(port);
            receivers.sockets.add(socket);
            upgrade(socket);
            if (!actor.isEmpty()) {
                String call = "{\"type\":\"invocation\",\"payload\":{\"callID\":\"123E4567-E89B-12D3-A456-%012d\","
                                .formatted(i)
                        + "\"actorID\":{\"id\":\"" + actor + "\"},\"targetIdentifier\":\"observeState\","
                        + "\"protocolVersion\":2,\"genericSubstitutions\":[],\"arguments\":[]}}";
                writeAll(socket, frame(call));
            }
        }
        receivers.listen();
        return receivers;
    }

    private static SocketChannel connect(int port) throws IOException {
        SocketChannel socket = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.socket().setTcpNoDelay(true);
        return socket;
    }

    private static void upgrade(SocketChannel socket) throws IOException {
        writeAll(socket, ByteBuffer.wrap(UPGRADE.getBytes(StandardCharsets.US_ASCII)));
        StringBuilder head = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (head.indexOf("\r\n\r\n") < 0) {
            if (socket.read(one.clear()) < 0) {
                throw new BenchmarkFailedException("expected a WebSocket but the server closed after " + head);
            }
            head.append((char) one.get(0));
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new BenchmarkFailedException("expected a WebSocket but found " + head);
        }
    }

    /** Returns a text frame with a mask of zeros. */
    private static ByteBuffer frame(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
        frame.put((byte) 0x81).put((byte) 0xFE).putShort((short) payload.length).putInt(0);
        return frame.put(payload).flip();
    }

    private static void writeAll(SocketChannel socket, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    private void listen() throws IOException {
        for (SocketChannel socket : sockets) {
            socket.configureBlocking(false);
            socket.register(selector, SelectionKey.OP_READ);
        }
        Thread.ofPlatform().daemon().name("bench-receivers").start(this::readAll);
    }

    private void readAll() {
        try {
            while (selector.isOpen()) {
                selector.select(key -> read((SocketChannel) key.channel()));
            }
        } catch (IOException | java.nio.channels.ClosedSelectorException e) {
            // The benchmark is over, or its patience will be.
            bench.note("the receivers have ended");
        }
    }

    private void read(SocketChannel socket) {
        try {
            int read = socket.read(buffer.clear());
            if (read < 0) {
                socket.close();
                return;
            }
            long all = received.addAndGet(read);
            Goal wanted = goal;
            if (all >= wanted.bytes()) {
                wanted.reached().countDown();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long received() {
        return received.get();
    }

    /** Returns a latch that is down once so many more bytes have come. */
    CountDownLatch after(long bytes) {
        Goal next = new Goal(received.get() + bytes, new CountDownLatch(1));
        goal = next;
        if (received.get() >= next.bytes()) {
            next.reached().countDown();
        }
        return next.reached();
    }

    /** Waits until nothing has come for a moment. */
    void awaitQuiet() throws InterruptedException {
        long[] last = {-1};
        int[] same = {0};
        bench.awaitUntil(
                () -> {
                    long now = received.get();
                    same[0] = now == last[0] ? same[0] + 1 : 0;
                    last[0] = now;
                    return same[0] >= 50;
                },
                "nothing more comes");
    }

    @Override
    public void close() throws IOException {
        selector.close();
        for (SocketChannel socket : sockets) {
            socket.close();
        }
    }
}
