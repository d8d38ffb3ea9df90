// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.hostile;

import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.transport.Acceptor;
import dev.trebuchetfx.protocol.transport.MessageCompression;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import dev.trebuchetfx.protocol.transport.TransportListener;
import dev.trebuchetfx.server.transport.SocketLoad;
import dev.trebuchetfx.server.transport.SocketServer;
import dev.trebuchetfx.server.transport.SocketSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The sockets of a server alone, with what the listeners to them hear, and a time that stands still. */
final class OpenSockets implements AutoCloseable {
    final SharedTime time = new SharedTime();
    final List<Heard> listeners = new CopyOnWriteArrayList<>();
    final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    /** Thrown at whoever asks for an upgrade; null lets it in. */
    volatile @Nullable RuntimeException refuses;

    private final SocketServer server;
    private final int port;

    /** The listener to one connection; a test overrides what it wants to be otherwise. */
    static class Heard implements TransportListener {
        final List<Bytes> messages = new CopyOnWriteArrayList<>();
        final List<TransportClosed> ends = new CopyOnWriteArrayList<>();
        final AtomicInteger pongs = new AtomicInteger();
        private volatile @Nullable TransportConnection connection;

        TransportConnection connection() {
            return Objects.requireNonNull(connection);
        }

        @Override
        public void onOpen(TransportConnection opened, Map<String, String> headers) {
            connection = opened;
        }

        @Override
        public void onMessage(Bytes message) {
            messages.add(message);
        }

        @Override
        public void onPong() {
            pongs.incrementAndGet();
        }

        @Override
        public void onClosed(TransportClosed closed) {
            ends.add(closed);
        }
    }

    /** The limits that a test changes. */
    record Limits(int maxConnections, int maxOpening, int maxMessageBytes, long maxIncomingBytes) {
        static final Limits USUAL = new Limits(1_000, 100, 1 << 20, 64 << 20);
    }

    OpenSockets() throws IOException {
        this(Limits.USUAL, null);
    }

    OpenSockets(Limits limits, @Nullable SSLContext tls) throws IOException {
        SocketSettings settings = new SocketSettings(
                16 << 10,
                100,
                Duration.ofSeconds(10),
                limits.maxConnections(),
                limits.maxOpening(),
                limits.maxMessageBytes(),
                limits.maxIncomingBytes(),
                64L << 20,
                Set.of(),
                Set.of(),
                MessageCompression.ON,
                tls,
                null,
                () -> SocketSettings.HEALTHY);
        server = new SocketServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                headers -> {
                    RuntimeException failure = refuses;
                    if (failure != null) {
                        throw failure;
                    }
                    return new Acceptor.Accepted(Map.of(), listener());
                },
                settings,
                time,
                fatal::add);
        port = server.start(taken -> {});
    }

    /** The listeners that come first, instead of the usual one. */
    final List<Heard> next = new CopyOnWriteArrayList<>();

    private Heard listener() {
        Heard heard = next.isEmpty() ? new Heard() : next.removeFirst();
        listeners.add(heard);
        return heard;
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + port);
    }

    SocketLoad load() {
        return server.load();
    }

    HostilePeer peer() throws IOException {
        HostilePeer peer = HostilePeer.upgraded(uri(), "");
        await().until(() -> !listeners.isEmpty() && listeners.getLast().connection != null);
        return peer;
    }

    HostilePeer compressing() throws IOException {
        return HostilePeer.upgraded(uri(), "Sec-WebSocket-Extensions: permessage-deflate\r\n");
    }

    Heard heard() {
        return listeners.getLast();
    }

    @Override
    public void close() {
        server.stop();
    }
}
