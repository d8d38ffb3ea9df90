// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import dev.trebuchetfx.client.internal.time.SystemTime;
import dev.trebuchetfx.client.internal.transport.Acceptor;
import dev.trebuchetfx.client.internal.transport.TransportClosed;
import dev.trebuchetfx.client.internal.transport.TransportConnection;
import dev.trebuchetfx.client.internal.transport.TransportListener;
import dev.trebuchetfx.client.wire.ActorId;
import dev.trebuchetfx.client.wire.Bytes;
import dev.trebuchetfx.client.wire.Envelope;
import dev.trebuchetfx.client.wire.EnvelopeCodec;
import dev.trebuchetfx.client.wire.InvocationEnvelope;
import dev.trebuchetfx.client.wire.MessageCompression;
import dev.trebuchetfx.client.wire.StreamDataEnvelope;
import dev.trebuchetfx.client.wire.StreamErrorEnvelope;
import dev.trebuchetfx.client.wire.StreamResumeEnvelope;
import dev.trebuchetfx.client.wire.StreamStartEnvelope;
import dev.trebuchetfx.client.wire.WireException;
import dev.trebuchetfx.client.wire.WireLimits;
import dev.trebuchetfx.server.transport.SocketServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A server of plain version 2, on a socket, that streams one number and keeps nothing: each resume is a restart. */
final class PlainCounter implements AutoCloseable {
    private final EnvelopeCodec codec = new EnvelopeCodec(WireLimits.DEFAULT);
    private final ActorId actor = new ActorId(UUID.randomUUID().toString(), "127.0.0.1", 1);
    private final Set<TransportConnection> connections = ConcurrentHashMap.newKeySet();
    private final SystemTime time = new SystemTime("plain-counter-timer", InstantSource.system());
    private final SocketServer sockets;
    private final URI uri;
    private final long count;

    PlainCounter(long count) throws IOException {
        this.count = count;
        this.sockets = new SocketServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                headers -> new Acceptor.Accepted(Map.of(), new Peer()),
                1 << 20,
                MessageCompression.OFF,
                null,
                time,
                port -> {});
        this.uri = URI.create("ws://127.0.0.1:" + sockets.start().join());
    }

    URI uri() {
        return uri;
    }

    /** Every line breaks, and nobody listens any more. */
    @Override
    public void close() {
        connections.forEach(TransportConnection::abort);
        sockets.stop();
        time.close();
    }

    private final class Peer implements TransportListener {
        private volatile @Nullable TransportConnection connection;

        @Override
        public void onOpen(TransportConnection opened, Map<String, String> headers) {
            connection = opened;
            connections.add(opened);
        }

        @Override
        public void onMessage(Bytes message) {
            Envelope envelope;
            try {
                envelope = codec.decode(message);
            } catch (WireException e) {
                throw new AssertionError("the client sent what can't be read", e);
            }
            if (envelope instanceof InvocationEnvelope invocation) {
                stream(invocation.callID(), actor, invocation.targetIdentifier());
            } else if (envelope instanceof StreamResumeEnvelope resume) {
                stream(UUID.randomUUID(), resume.actorID(), resume.targetIdentifier());
            }
        }

        /** The start is sent before the actor is looked up, and a resume looks it up by an id that may be another server's. */
        private void stream(UUID callID, ActorId asked, String target) {
            TransportConnection to = Objects.requireNonNull(connection, "nothing comes before the opening");
            UUID streamID = UUID.randomUUID();
            to.send(codec.encode(new StreamStartEnvelope(streamID, callID, asked, target, null, null)));
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            to.send(codec.encode(
                    asked.equals(actor)
                            ? new StreamDataEnvelope(streamID, 1, Bytes.utf8("{\"count\":" + count + "}"), now, null)
                            : new StreamErrorEnvelope(streamID, "Stream setup error: actor not found")));
        }

        @Override
        public void onPong() {}

        @Override
        public void onClosed(TransportClosed closed) {}
    }
}
