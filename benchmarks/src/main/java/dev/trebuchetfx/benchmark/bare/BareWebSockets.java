// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.bare;

import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.benchmark.Workbench;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.OptionalDouble;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.server.WebSocketServer;

/** A server that sends each message back, and a client of it: the library that ours is built on, and nothing else. */
public final class BareWebSockets implements AutoCloseable {
    private static final int STOP_MILLIS = 500;
    private static final int PATIENCE_MILLIS = 2_000;
    private static final int MAX_ATTEMPTS = 5;

    private final Workbench bench;
    private final Echo echo = new Echo(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    /** Starts the server. */
    public BareWebSockets(Workbench bench) throws InterruptedException {
        this.bench = bench;
        echo.setTcpNoDelay(true);
        echo.setDaemon(true);
        echo.setConnectionLostTimeout(0);
        echo.start();
        bench.await(echo.listening, "the bare server listens");
    }

    /**
     * Opens a connection, and times one message and its answer on it after some that do not count.
     *
     * @param bytes the size of the message and of its answer
     * @param before how many messages go there and back before
     * @return milliseconds
     */
    public double roundTripMillis(int bytes, int before) throws InterruptedException {
        return roundTripMillis(uri(), bytes, before);
    }

    /** Returns the address of the server. */
    public URI uri() {
        return URI.create("ws://127.0.0.1:" + echo.getPort());
    }

    /** The same by way of {@code address}, which leads to the server. */
    public double roundTripMillis(URI address, int bytes, int before) throws InterruptedException {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            Caller caller = new Caller(address);
            if (caller.connectBlocking()) {
                OptionalDouble millis = roundTrip(caller, bytes, before);
                caller.closeBlocking();
                if (millis.isPresent()) {
                    return millis.getAsDouble();
                }
            }
        }
        throw new BenchmarkFailedException("expected an answer of the bare server, got none in " + MAX_ATTEMPTS
                + " attempts of " + PATIENCE_MILLIS + " ms");
    }

    /** Nothing where the server forgot to write, as the bare library does once in thousands of connections. */
    private OptionalDouble roundTrip(Caller caller, int bytes, int before) throws InterruptedException {
        double millis = 0;
        for (int i = 0; i <= before; i++) {
            long start = bench.nanoTime();
            caller.send(new byte[bytes]);
            Long answered = caller.answers.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (answered == null) {
                return OptionalDouble.empty();
            }
            millis = (answered - start) / 1e6;
        }
        return OptionalDouble.of(millis);
    }

    /**
     * Times messages and their answers by way of {@code address}, which leads to the server, sent at an even rate whether or not earlier
     * ones were answered.
     *
     * @param bytes the size of each message and of its answer
     * @param messages how many
     * @param perSecond how many in a second
     * @return milliseconds, in the order in which the messages were sent
     */
    public double[] roundTripsMillis(URI address, int bytes, int messages, int perSecond) throws InterruptedException {
        Caller caller = new Caller(address);
        if (!caller.connectBlocking()) {
            throw new BenchmarkFailedException("expected a connection to " + address);
        }
        long[] sent = new long[messages];
        CountDownLatch never = new CountDownLatch(1);
        long start = bench.nanoTime();
        int next = 0;
        while (next < messages) {
            long due = (bench.nanoTime() - start) * perSecond / 1_000_000_000L;
            for (; next < Math.min(messages, due); next++) {
                sent[next] = bench.nanoTime();
                caller.send(new byte[bytes]);
            }
            boolean unused = never.await(200, TimeUnit.MICROSECONDS);
        }
        double[] millis = new double[messages];
        for (int i = 0; i < messages; i++) {
            Long answered = caller.answers.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (answered == null) {
                throw new BenchmarkFailedException("expected " + messages + " answers but got " + i);
            }
            millis[i] = (answered - sent[i]) / 1e6;
        }
        caller.closeBlocking();
        return millis;
    }

    @Override
    public void close() {
        try {
            echo.stop(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Caller extends WebSocketClient {
        private final BlockingQueue<Long> answers = new LinkedBlockingQueue<>();

        Caller(URI uri) {
            super(uri);
            setTcpNoDelay(true);
            setDaemon(true);
            setConnectionLostTimeout(0);
        }

        @Override
        public void onMessage(ByteBuffer message) {
            answers.add(bench.nanoTime());
        }

        @Override
        public void onMessage(String message) {}

        @Override
        public void onOpen(ServerHandshake handshake) {}

        @Override
        public void onClose(int code, String reason, boolean remote) {}

        @Override
        public void onError(Exception error) {
            // The missing answer tells.
        }
    }

    private static final class Echo extends WebSocketServer {
        private final CountDownLatch listening = new CountDownLatch(1);

        Echo(InetSocketAddress address) {
            super(address);
        }

        @Override
        public void onStart() {
            listening.countDown();
        }

        @Override
        public void onMessage(WebSocket connection, ByteBuffer message) {
            connection.send(message);
        }

        @Override
        public void onMessage(WebSocket connection, String message) {}

        @Override
        public void onOpen(WebSocket connection, ClientHandshake handshake) {}

        @Override
        public void onClose(WebSocket connection, int code, String reason, boolean remote) {}

        @Override
        public void onError(WebSocket connection, Exception error) {
            // The missing answer tells.
        }
    }
}
