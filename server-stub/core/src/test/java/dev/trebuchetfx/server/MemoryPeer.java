// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.transport.InMemoryTransport;
import dev.trebuchetfx.protocol.transport.ServerAddress;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import dev.trebuchetfx.protocol.transport.TransportListener;
import dev.trebuchetfx.protocol.transport.TransportTarget;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A peer that speaks in envelopes within this JVM, on the test's own thread. */
final class MemoryPeer implements TransportListener {
    private final EnvelopeCodec codec = new EnvelopeCodec(WireLimits.DEFAULT);
    private final Deque<Envelope> received = new ArrayDeque<>();
    private @Nullable TransportConnection connection;
    private @Nullable TransportClosed closed;

    /** A peer that shows the extension. */
    MemoryPeer(InMemoryTransport transport) {
        this(transport, "somebody");
    }

    /** A peer that shows the extension and says who it is. */
    MemoryPeer(InMemoryTransport transport, String name) {
        this(transport, Map.of("Trebuchet-Ext", "1", "Trebuchet-Client", name));
    }

    /** A peer that sends these headers. */
    MemoryPeer(InMemoryTransport transport, Map<String, String> headers) {
        transport.open(
                new TransportTarget(
                        ServerAddress.of(URI.create("ws://memory")),
                        new HashMap<>(headers),
                        Duration.ofSeconds(1),
                        null),
                this);
    }

    /** A peer that knows version 2 only. */
    static MemoryPeer v2(InMemoryTransport transport) {
        return new MemoryPeer(transport, Map.of());
    }

    /** How the connection ended, or was refused; null while it is open. */
    @Nullable
    TransportClosed closed() {
        return closed;
    }

    /** Ends the connection from this side. */
    void cut() {
        connection().abort();
    }

    void send(Envelope envelope) {
        connection().send(codec.encode(envelope));
    }

    private TransportConnection connection() {
        if (connection == null) {
            throw new AssertionError("not connected");
        }
        return connection;
    }

    StreamStartEnvelope observe() {
        return observe(null, null);
    }

    /** Observes the counter and takes its first state. */
    StreamStartEnvelope observe(@Nullable Long heartbeatMillis, @Nullable StreamFilter filter) {
        send(RawClient.invocation(
                "counter",
                "observeState",
                filter,
                heartbeatMillis == null ? null : new InvocationEnvelope.Ext(1, List.of(), heartbeatMillis)));
        StreamStartEnvelope start = next(StreamStartEnvelope.class);
        assertThat(next(StreamDataEnvelope.class).sequenceNumber()).isEqualTo(1);
        return start;
    }

    void increment() {
        send(RawClient.invocation("counter", "increment", null, null));
        received.removeIf(ResponseEnvelope.class::isInstance);
    }

    void resume(StreamStartEnvelope start, long last, String epoch) {
        resume(start, last, epoch, null);
    }

    void resume(StreamStartEnvelope start, long last, String epoch, @Nullable Long heartbeatMillis) {
        send(new StreamResumeEnvelope(
                start.streamID(),
                last,
                start.actorID(),
                start.targetIdentifier(),
                new StreamResumeEnvelope.Ext(
                        1,
                        epoch,
                        UUID.randomUUID(),
                        ActorId.of("counter"),
                        start.filter(),
                        List.of(),
                        List.of(),
                        true,
                        false,
                        heartbeatMillis)));
    }

    /** Goes on with a stream of the meter under this filter. */
    void resumeMeter(StreamStartEnvelope start, long last, StreamFilter filter) {
        send(new StreamResumeEnvelope(
                start.streamID(),
                last,
                start.actorID(),
                start.targetIdentifier(),
                new StreamResumeEnvelope.Ext(
                        1, null, UUID.randomUUID(), ActorId.of("meter"), filter, List.of(), List.of(), true, false)));
    }

    <E extends Envelope> E next(Class<E> kind) {
        return kind.cast(received.remove());
    }

    /** Everything that came and was not looked at. */
    List<Envelope> rest() {
        List<Envelope> rest = new ArrayList<>(received);
        received.clear();
        return rest;
    }

    @Override
    public void onOpen(TransportConnection opened, Map<String, String> headers) {
        connection = opened;
    }

    @Override
    public void onMessage(Bytes message) {
        try {
            received.add(codec.decode(message));
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void onPong() {}

    @Override
    public void onClosed(TransportClosed end) {
        closed = end;
    }
}
