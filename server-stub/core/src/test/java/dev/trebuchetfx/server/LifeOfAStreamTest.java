// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.protocol.transport.InMemoryTransport;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
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
        MemoryPeer peer = new MemoryPeer(transport);
        peer.observe();
        time.advance(TTL.multipliedBy(10));
        assertThat(server.streams()).singleElement().matches(StreamInfo::bound);
        peer.increment();
        assertThat(peer.next(StreamDataEnvelope.class).sequenceNumber()).isEqualTo(2);
    }

    @Test
    void aDetachedStreamFillsItsBufferUntilItExpires() {
        MemoryPeer peer = new MemoryPeer(transport);
        peer.observe();
        transport.cut();
        assertThat(server.streams()).singleElement().matches(stream -> !stream.bound());

        new MemoryPeer(transport).increment();
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
        MemoryPeer peer = new MemoryPeer(transport);
        StreamStartEnvelope start = peer.observe();
        transport.cut();
        time.advance(TTL.minusSeconds(1));
        MemoryPeer again = new MemoryPeer(transport);
        again.resume(start, 1, server.epoch());
        assertThat(again.next(StreamResumedEnvelope.class).reason()).isNull();
        time.advance(TTL);
        transport.cut();
        time.advance(TTL.minusSeconds(1));
        assertThat(server.streams()).hasSize(1);
        time.advance(Duration.ofSeconds(1));
        assertThat(server.streams()).isEmpty();

        MemoryPeer late = new MemoryPeer(transport);
        late.resume(start, 1, server.epoch());
        assertThat(late.next(StreamResumedEnvelope.class).reason()).isEqualTo(RestartReason.EXPIRED);
        assertThat(late.next(StreamStartEnvelope.class).streamID()).isNotEqualTo(start.streamID());
    }

    @Test
    void aResumeOnTheSameConnectionHealsAGap() {
        MemoryPeer peer = new MemoryPeer(transport);
        StreamStartEnvelope start = peer.observe();
        server.faults().drop(2);
        for (int i = 0; i < 3; i++) {
            peer.increment();
        }
        assertThat(peer.next(StreamDataEnvelope.class).sequenceNumber()).isEqualTo(4);
        peer.resume(start, 1, server.epoch());
        assertThat(peer.next(StreamResumedEnvelope.class).fromSequence()).isEqualTo(2);
        assertThat(peer.next(StreamDataEnvelope.class).sequenceNumber()).isEqualTo(2);
        assertThat(peer.next(StreamDataEnvelope.class).sequenceNumber()).isEqualTo(3);
        assertThat(peer.next(StreamDataEnvelope.class).sequenceNumber()).isEqualTo(4);
    }

    @Test
    void aClosedServerLeavesNoTimer() {
        new MemoryPeer(transport).observe();
        transport.cut();
        assertThat(time.scheduled()).isEqualTo(4);
        time.advance(TTL);
        server.close();
        assertThat(time.scheduled()).isZero();
    }

    @Test
    void aClientThatWasCutIsLetInWhenItsTimeIsOver() {
        MemoryPeer peer = new MemoryPeer(transport, "ann");
        MemoryPeer other = new MemoryPeer(transport, "bob");
        peer.observe();
        UUID stream = server.streams().getFirst().streamId();
        assertThat(server.faults().cut(Duration.ofSeconds(5), stream)).isEqualTo(1);
        time.advance(Duration.ofSeconds(5).minusNanos(1));
        assertThat(new MemoryPeer(transport, "ANN").closed())
                .isInstanceOfSatisfying(TransportClosed.Refused.class, refused -> assertThat(refused.status())
                        .isEqualTo(503));
        assertThat(new MemoryPeer(transport, "bob").closed()).isNull();
        assertThat(other.closed()).isNull();
        time.advance(Duration.ofNanos(1));
        assertThat(new MemoryPeer(transport, "ann").closed()).isNull();
    }
}
