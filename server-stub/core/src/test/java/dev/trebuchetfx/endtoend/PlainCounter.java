// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.protocol.transport.Acceptor;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import dev.trebuchetfx.protocol.transport.TransportListener;
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
                SocketTests.settings(),
                time,
                fatal -> {});
        this.uri = URI.create("ws://127.0.0.1:" + sockets.start(listening -> {}));
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
