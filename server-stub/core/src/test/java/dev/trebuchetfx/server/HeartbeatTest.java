// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.protocol.transport.InMemoryTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server tells of a quiet stream, and how it finds out that a peer is gone. */
class HeartbeatTest {
    private static final Duration PING = Duration.ofSeconds(15);

    private final ManualTime time = new ManualTime();
    private StubServer server;
    private InMemoryTransport transport;
    private int timers;

    @BeforeEach
    void start() throws IOException {
        server = StubServer.builder()
                .withoutSocket()
                .time(time)
                .executor(Runnable::run)
                .heartbeat(Duration.ofMillis(200), Duration.ofSeconds(60))
                .pingInterval(PING)
                .bundledActors()
                .start();
        transport = new InMemoryTransport(server.acceptor(), Runnable::run, Runnable::run);
        timers = time.scheduled();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static @Nullable Long interval(StreamStartEnvelope start) {
        return Objects.requireNonNull(start.ext()).heartbeatMillis();
    }

    private static HeartbeatEnvelope heartbeat(StreamStartEnvelope start, long newest) {
        return new HeartbeatEnvelope(Map.of(start.streamID(), newest));
    }

    @Test
    void choosesAnIntervalNearTheOneWished() {
        assertThat(interval(new MemoryPeer(transport).observe(1_000L, null))).isEqualTo(1_000);
        assertThat(interval(new MemoryPeer(transport).observe(1L, null))).isEqualTo(200);
        assertThat(interval(new MemoryPeer(transport).observe(Long.MAX_VALUE, null)))
                .isEqualTo(60_000);
        assertThat(interval(new MemoryPeer(transport).observe())).isNull();
    }

    @Test
    void tellsWhatHasChangedSinceTheLastOneAndElseNothing() {
        MemoryPeer peer = new MemoryPeer(transport);
        StreamStartEnvelope start = peer.observe(1_000L, null);
        time.advance(Duration.ofMillis(999));
        assertThat(peer.rest()).isEmpty();
        time.advance(Duration.ofMillis(1));
        assertThat(peer.rest()).containsExactly(heartbeat(start, 1));
        time.advance(Duration.ofSeconds(1));
        assertThat(peer.rest()).as("once more, since one may be lost").containsExactly(heartbeat(start, 1));
        time.advance(Duration.ofSeconds(5));
        assertThat(peer.rest()).isEmpty();

        new MemoryPeer(transport).increment();
        new MemoryPeer(transport).increment();
        assertThat(peer.rest()).hasSize(2).allMatch(StreamDataEnvelope.class::isInstance);
        time.advance(Duration.ofSeconds(1));
        assertThat(peer.rest()).containsExactly(heartbeat(start, 3));
    }

    @Test
    void namesEachChangeTwiceThoughOthersComeMeanwhile() {
        MemoryPeer peer = new MemoryPeer(transport);
        StreamStartEnvelope start = peer.observe(1_000L, null);
        time.advance(Duration.ofSeconds(1));
        assertThat(peer.rest()).containsExactly(heartbeat(start, 1));
        new MemoryPeer(transport).increment();
        peer.rest();
        time.advance(Duration.ofSeconds(1));
        assertThat(peer.rest()).containsExactly(heartbeat(start, 2));
        time.advance(Duration.ofSeconds(1));
        assertThat(peer.rest()).containsExactly(heartbeat(start, 2));
        time.advance(Duration.ofSeconds(1));
        assertThat(peer.rest()).isEmpty();
    }

    @Test
    void countsAnUpdateThatWasLostOnItsWay() {
        MemoryPeer peer = new MemoryPeer(transport);
        StreamStartEnvelope start = peer.observe(1_000L, null);
        time.advance(Duration.ofSeconds(2));
        peer.rest();
        server.faults().drop(1);
        new MemoryPeer(transport).increment();
        assertThat(peer.rest()).isEmpty();
        time.advance(Duration.ofSeconds(1));
        assertThat(peer.rest()).containsExactly(heartbeat(start, 2));
    }

    @Test
    void speaksOfSeveralStreamsInOneAndOfNoneThatDidNotAsk() {
        MemoryPeer peer = new MemoryPeer(transport);
        StreamStartEnvelope one = peer.observe(10_000L, null);
        StreamStartEnvelope two = peer.observe(1_000L, null);
        peer.observe();
        time.advance(Duration.ofSeconds(1));
        assertThat(peer.rest()).containsExactly(new HeartbeatEnvelope(Map.of(one.streamID(), 1L, two.streamID(), 1L)));
    }

    @Test
    void keepsTheIntervalOverAResumeAndDoesNotRepeatWhatThePeerHas() {
        MemoryPeer peer = new MemoryPeer(transport);
        StreamStartEnvelope start = peer.observe(1_000L, null);
        peer.cut();
        MemoryPeer again = new MemoryPeer(transport);
        again.resume(start, 1, server.epoch());
        assertThat(again.next(StreamResumedEnvelope.class).reason()).isNull();
        time.advance(Duration.ofSeconds(2));
        assertThat(again.rest()).isEmpty();
        again.increment();
        again.rest();
        time.advance(Duration.ofSeconds(1));
        assertThat(again.rest()).containsExactly(heartbeat(start, 2));
    }

    @Test
    void speaksOfAReplayToo() {
        MemoryPeer peer = new MemoryPeer(transport);
        StreamStartEnvelope start = peer.observe(1_000L, null);
        peer.cut();
        new MemoryPeer(transport).increment();
        MemoryPeer again = new MemoryPeer(transport);
        again.resume(start, 1, server.epoch());
        time.advance(Duration.ofSeconds(1));
        List<Envelope> came = again.rest();
        assertThat(came.getLast()).isEqualTo(heartbeat(start, 2));
        assertThat(came.get(1))
                .isInstanceOfSatisfying(StreamDataEnvelope.class, data -> assertThat(data.sequenceNumber())
                        .isEqualTo(2));
    }

    @Test
    void saysAtOnceThatNothingPassesTheFilter() {
        MemoryPeer peer = new MemoryPeer(transport);
        peer.send(RawClient.invocation(
                "counter",
                "observeState",
                StreamFilter.where("/count > 1"),
                new InvocationEnvelope.Ext(1, List.of(), 1_000L)));
        StreamStartEnvelope start = peer.next(StreamStartEnvelope.class);
        assertThat(peer.rest()).containsExactly(heartbeat(start, 0));
        new MemoryPeer(transport).increment();
        new MemoryPeer(transport).increment();
        assertThat(peer.rest()).singleElement().isInstanceOfSatisfying(StreamDataEnvelope.class, data -> assertThat(
                        data.sequenceNumber())
                .isEqualTo(1));
    }

    @Test
    void saysNothingOfAFilterToAPeerThatWantsNoHeartbeats() {
        MemoryPeer peer = new MemoryPeer(transport);
        peer.send(RawClient.invocation(
                "counter",
                "observeState",
                StreamFilter.where("/count > 1"),
                new InvocationEnvelope.Ext(1, List.of(), null)));
        peer.next(StreamStartEnvelope.class);
        assertThat(peer.rest()).isEmpty();
    }

    @Test
    void aRestartKeepsTheIntervalFromAnotherServerToo() {
        MemoryPeer peer = new MemoryPeer(transport);
        StreamStartEnvelope start = peer.observe(1_000L, null);
        peer.resume(start, 1, "another epoch", 2_000L);
        peer.next(StreamResumedEnvelope.class);
        assertThat(interval(peer.next(StreamStartEnvelope.class))).isEqualTo(2_000);
        peer.rest();
        peer.resume(start, 1, "another epoch", 1L);
        peer.next(StreamResumedEnvelope.class);
        assertThat(interval(peer.next(StreamStartEnvelope.class)))
                .as("within the server's bounds")
                .isEqualTo(200);
    }

    @Test
    void aRestartKeepsTheIntervalAndOneFromAnotherServerGetsTheUsualOneWhereTheClientDoesNotSay() {
        MemoryPeer peer = new MemoryPeer(transport);
        StreamStartEnvelope start = peer.observe(1_000L, null);
        peer.resume(start, 99, server.epoch());
        peer.next(StreamResumedEnvelope.class);
        assertThat(interval(peer.next(StreamStartEnvelope.class))).isEqualTo(1_000);
        peer.rest();
        peer.resume(start, 99, "another epoch");
        peer.next(StreamResumedEnvelope.class);
        assertThat(interval(peer.next(StreamStartEnvelope.class))).isEqualTo(15_000);
    }

    @Test
    void doesNotSpeakOfAStreamThatIsOver() {
        MemoryPeer peer = new MemoryPeer(transport);
        StreamStartEnvelope start = peer.observe(1_000L, null);
        peer.send(new StreamEndEnvelope(start.streamID(), StreamEndReason.CLIENT_UNSUBSCRIBED));
        time.advance(Duration.ofSeconds(3));
        assertThat(peer.rest()).isEmpty();
    }

    @Test
    void oneConnectionHasOneHeartbeatTimerAndAClosedOneHasNone() {
        MemoryPeer peer = new MemoryPeer(transport);
        int pinging = timers + 1;
        assertThat(time.scheduled()).isEqualTo(pinging);
        for (int i = 0; i < 50; i++) {
            peer.observe(1_000L + i, null);
        }
        assertThat(time.scheduled()).isEqualTo(pinging + 1);
        time.advance(Duration.ofSeconds(10));
        assertThat(time.scheduled()).isEqualTo(pinging + 1);
        server.streams()
                .forEach(stream ->
                        peer.send(new StreamEndEnvelope(stream.streamId(), StreamEndReason.CLIENT_UNSUBSCRIBED)));
        time.advance(Duration.ofSeconds(2));
        assertThat(time.scheduled()).isEqualTo(pinging);
        peer.rest();
        peer.observe(1_000L, null);
        peer.cut();
        // The stream waits for a resume; nothing of the connection does.
        assertThat(time.scheduled()).isEqualTo(timers + 1);
    }

    @Test
    void noticesALineThatHasDiedWithinTwoIntervals() {
        MemoryPeer peer = new MemoryPeer(transport);
        peer.observe();
        time.advance(PING.multipliedBy(10));
        assertThat(server.connectionCount()).isEqualTo(1);
        transport.silence();
        time.advance(PING.multipliedBy(2));
        assertThat(server.connectionCount()).isZero();
        assertThat(server.streams()).singleElement().matches(stream -> !stream.bound());
    }

    @Test
    void lookedAtTwiceInAnIntervalALineIsNotGivenUpTooSoon() {
        new MemoryPeer(transport).observe();
        time.advance(PING.multipliedBy(10));
        transport.silence();
        time.advance(PING);
        assertThat(server.connectionCount()).isEqualTo(1);
    }

    @Test
    void aServerThatWasStoppedItselfGivesNobodyUp() {
        new MemoryPeer(transport).observe();
        time.stall(PING.multipliedBy(20));
        time.advance(PING.multipliedBy(10));
        assertThat(server.connectionCount()).isEqualTo(1);
    }
}
