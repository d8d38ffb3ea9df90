// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.internal.time.ManualTime;
import dev.trebuchetfx.client.internal.transport.InMemoryTransport;
import dev.trebuchetfx.client.internal.transport.TransportClosed;
import dev.trebuchetfx.client.internal.transport.TransportConnection;
import dev.trebuchetfx.client.internal.transport.TransportListener;
import dev.trebuchetfx.client.internal.transport.TransportTarget;
import dev.trebuchetfx.client.wire.ActorId;
import dev.trebuchetfx.client.wire.Bytes;
import dev.trebuchetfx.client.wire.Envelope;
import dev.trebuchetfx.client.wire.EnvelopeCodec;
import dev.trebuchetfx.client.wire.ResponseEnvelope;
import dev.trebuchetfx.client.wire.RestartReason;
import dev.trebuchetfx.client.wire.StreamDataEnvelope;
import dev.trebuchetfx.client.wire.StreamResumeEnvelope;
import dev.trebuchetfx.client.wire.StreamResumedEnvelope;
import dev.trebuchetfx.client.wire.StreamStartEnvelope;
import dev.trebuchetfx.client.wire.WireException;
import dev.trebuchetfx.client.wire.WireLimits;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In memory, on the test's own thread, with time in its hand. */
class LifeOfAStreamTest {
    private static final Duration TTL = Duration.ofMinutes(5);

    private final ManualTime time = new ManualTime();
    private StubServer server;
    private InMemoryTransport transport;

    @BeforeEach
    void start() throws IOException {
        server = StubServer.builder()
                .withoutSocket()
                .time(time)
                .executor(Runnable::run)
                .timeToLive(TTL)
                .buffer(3)
                .bundledActors()
                .start();
        transport = new InMemoryTransport(server.acceptor(), Runnable::run, Runnable::run);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aQuietStreamThatIsBoundNeverExpires() {
        Peer peer = new Peer();
        peer.observe();
        time.advance(TTL.multipliedBy(10));
        assertThat(server.streams()).singleElement().matches(StreamInfo::bound);
        peer.increment();
        assertThat(peer.next(StreamDataEnvelope.class).sequenceNumber()).isEqualTo(2);
    }

    @Test
    void aDetachedStreamFillsItsBufferUntilItExpires() {
        Peer peer = new Peer();
        peer.observe();
        transport.cut();
        assertThat(server.streams()).singleElement().matches(stream -> !stream.bound());

        new Peer().increment();
        time.advance(TTL.minusNanos(1));
        assertThat(server.streams()).singleElement().satisfies(stream -> {
            assertThat(stream.newest()).isEqualTo(2);
            assertThat(stream.size()).isEqualTo(2);
            assertThat(stream.oldest()).isEqualTo(1);
        });
        time.advance(Duration.ofNanos(1));
        assertThat(server.streams()).isEmpty();
    }

    @Test
    void theTimeOfADetachedStreamBeginsWhenItIsDetached() {
        Peer peer = new Peer();
        StreamStartEnvelope start = peer.observe();
        transport.cut();
        time.advance(TTL.minusSeconds(1));
        Peer again = new Peer();
        again.resume(start, 1);
        assertThat(again.next(StreamResumedEnvelope.class).reason()).isNull();
        time.advance(TTL);
        transport.cut();
        time.advance(TTL.minusSeconds(1));
        assertThat(server.streams()).hasSize(1);
        time.advance(Duration.ofSeconds(1));
        assertThat(server.streams()).isEmpty();

        Peer late = new Peer();
        late.resume(start, 1);
        assertThat(late.next(StreamResumedEnvelope.class).reason()).isEqualTo(RestartReason.EXPIRED);
        assertThat(late.next(StreamStartEnvelope.class).streamID()).isNotEqualTo(start.streamID());
    }

    @Test
    void aResumeOnTheSameConnectionHealsAGap() {
        Peer peer = new Peer();
        StreamStartEnvelope start = peer.observe();
        server.faults().drop(2);
        for (int i = 0; i < 3; i++) {
            peer.increment();
        }
        assertThat(peer.next(StreamDataEnvelope.class).sequenceNumber()).isEqualTo(4);
        peer.resume(start, 1);
        assertThat(peer.next(StreamResumedEnvelope.class).fromSequence()).isEqualTo(2);
        assertThat(peer.next(StreamDataEnvelope.class).sequenceNumber()).isEqualTo(2);
        assertThat(peer.next(StreamDataEnvelope.class).sequenceNumber()).isEqualTo(3);
        assertThat(peer.next(StreamDataEnvelope.class).sequenceNumber()).isEqualTo(4);
    }

    @Test
    void aClosedServerLeavesNoTimer() {
        new Peer().observe();
        transport.cut();
        assertThat(time.scheduled()).isEqualTo(3);
        time.advance(TTL);
        server.close();
        assertThat(time.scheduled()).isZero();
    }

    @Test
    void aClientThatWasCutIsLetInWhenItsTimeIsOver() {
        Peer peer = new Peer("ann");
        Peer other = new Peer("bob");
        peer.observe();
        UUID stream = server.streams().getFirst().streamId();
        assertThat(server.faults().cut(Duration.ofSeconds(5), stream)).isEqualTo(1);
        time.advance(Duration.ofSeconds(5).minusNanos(1));
        assertThat(new Peer("ANN").closed)
                .isInstanceOfSatisfying(TransportClosed.Refused.class, refused -> assertThat(refused.status())
                        .isEqualTo(503));
        assertThat(new Peer("bob").closed).isNull();
        assertThat(other.closed).isNull();
        time.advance(Duration.ofNanos(1));
        assertThat(new Peer("ann").closed).isNull();
    }

    private final class Peer implements TransportListener {
        private final EnvelopeCodec codec = new EnvelopeCodec(WireLimits.DEFAULT);
        private final Deque<Envelope> received = new ArrayDeque<>();
        private @Nullable TransportConnection connection;
        private @Nullable TransportClosed closed;

        Peer() {
            this("somebody");
        }

        Peer(String name) {
            transport.open(
                    new TransportTarget(
                            URI.create("ws://memory"),
                            Map.of("Trebuchet-Ext", "1", "Trebuchet-Client", name),
                            Duration.ofSeconds(1),
                            null),
                    this);
        }

        void send(Envelope envelope) {
            if (connection == null) {
                throw new AssertionError("not connected");
            }
            connection.send(codec.encode(envelope));
        }

        StreamStartEnvelope observe() {
            send(RawClient.invocation("counter", "observeState", null, null));
            StreamStartEnvelope start = next(StreamStartEnvelope.class);
            assertThat(next(StreamDataEnvelope.class).sequenceNumber()).isEqualTo(1);
            return start;
        }

        void increment() {
            send(RawClient.invocation("counter", "increment", null, null));
            received.removeIf(ResponseEnvelope.class::isInstance);
        }

        void resume(StreamStartEnvelope start, long last) {
            send(new StreamResumeEnvelope(
                    start.streamID(),
                    last,
                    start.actorID(),
                    start.targetIdentifier(),
                    new StreamResumeEnvelope.Ext(
                            1,
                            server.epoch(),
                            UUID.randomUUID(),
                            ActorId.of("counter"),
                            null,
                            List.of(),
                            List.of(),
                            true,
                            false)));
        }

        <E extends Envelope> E next(Class<E> kind) {
            return kind.cast(received.remove());
        }

        @Override
        public void onOpen(TransportConnection opened, Map<String, String> headers) {
            assertThat(headers).containsEntry("trebuchet-ext", "1");
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
}
