// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResumeTest {
    private StubServer server;
    private RawClient editor;

    @BeforeEach
    void start() throws IOException {
        server = StubServer.builder().bundledActors().buffer(5).start();
        editor = RawClient.v2(server);
    }

    @AfterEach
    void stop() {
        editor.close();
        server.close();
    }

    /** Observes the counter, sees number 1 and is cut. */
    private StreamStartEnvelope observeAndBeCut(RawClient client) {
        StreamStartEnvelope start = client.observe("counter", "observeState");
        client.data();
        client.cut();
        await().untilAsserted(() -> assertThat(bound(start.streamID())).isFalse());
        return start;
    }

    private boolean bound(UUID stream) {
        return server.streams().stream().anyMatch(info -> info.streamId().equals(stream) && info.bound());
    }

    private void increment(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(editor.call("counter", "increment").errorMessage()).isNull();
        }
    }

    @Test
    void aVersion2ClientGetsWhatItMissedAndThenLiveUpdates() {
        StreamStartEnvelope start = observeAndBeCut(RawClient.v2(server));
        increment(2);
        try (RawClient again = RawClient.v2(server)) {
            again.resumeV2(start, 1);
            assertThat(again.data().sequenceNumber()).isEqualTo(2);
            assertThat(again.data().sequenceNumber()).isEqualTo(3);
            increment(1);
            StreamDataEnvelope live = again.data();
            assertThat(live.streamID()).isEqualTo(start.streamID());
            assertThat(live.sequenceNumber()).isEqualTo(4);
            assertThat(live.data().utf8()).isEqualTo("{\"count\":3}");
        }
    }

    @Test
    void aVersion2ClientThatMissedNothingIsReboundSilently() {
        StreamStartEnvelope start = observeAndBeCut(RawClient.v2(server));
        try (RawClient again = RawClient.v2(server)) {
            again.resumeV2(start, 1);
            await().until(() -> bound(start.streamID()));
            increment(1);
            StreamDataEnvelope live = again.data();
            assertThat(live.streamID()).isEqualTo(start.streamID());
            assertThat(live.sequenceNumber()).isEqualTo(2);
        }
    }

    @Test
    void aVersion2ClientWhoseBufferIsOverrunIsRestarted() {
        StreamStartEnvelope start = observeAndBeCut(RawClient.v2(server));
        increment(6);
        try (RawClient again = RawClient.v2(server)) {
            again.resumeV2(start, 1);
            StreamStartEnvelope restart = again.next(StreamStartEnvelope.class);
            assertThat(restart.streamID()).isNotEqualTo(start.streamID());
            assertThat(restart.callID()).isNotEqualTo(start.callID());
            assertThat(restart.ext()).isNull();
            StreamDataEnvelope full = again.data();
            assertThat(full.streamID()).isEqualTo(restart.streamID());
            assertThat(full.sequenceNumber()).isEqualTo(1);
            assertThat(full.data().utf8()).isEqualTo("{\"count\":6}");
        }
    }

    @Test
    void aVersion2RestartTakesTheExposedNameToo() {
        try (RawClient client = RawClient.v2(server)) {
            client.resumeV2(
                    new StreamStartEnvelope(
                            UUID.randomUUID(), UUID.randomUUID(), ActorId.of("counter"), "observeState", null, null),
                    7);
            assertThat(client.next(StreamStartEnvelope.class).targetIdentifier())
                    .isEqualTo("observeState");
            assertThat(client.data().data().utf8()).isEqualTo("{\"count\":0}");
        }
    }

    @Test
    void tellsThatNothingWasMissed() {
        StreamStartEnvelope start = observeAndBeCut(RawClient.ext(server));
        try (RawClient again = RawClient.ext(server)) {
            UUID call = again.resumeExt(start, 1, server.epoch(), false);
            assertThat(again.next(StreamResumedEnvelope.class))
                    .isEqualTo(new StreamResumedEnvelope(
                            start.streamID(), call, server.epoch(), ResumeOutcome.CURRENT, null, null, 1L, 1L, 1L));
            increment(1);
            assertThat(again.data().sequenceNumber()).isEqualTo(2);
        }
    }

    @Test
    void replaysWhatWasMissedWithoutAHole() {
        StreamStartEnvelope start = observeAndBeCut(RawClient.ext(server));
        increment(3);
        // The extension in the payload alone is enough.
        try (RawClient again = RawClient.v2(server)) {
            UUID call = again.resumeExt(start, 1, server.epoch(), false);
            assertThat(again.next(StreamResumedEnvelope.class))
                    .isEqualTo(new StreamResumedEnvelope(
                            start.streamID(), call, server.epoch(), ResumeOutcome.REPLAYED, null, 2L, 4L, 1L, 4L));
            increment(1);
            assertThat(List.of(again.data(), again.data(), again.data(), again.data()))
                    .extracting(StreamDataEnvelope::sequenceNumber)
                    .containsExactly(2L, 3L, 4L, 5L);
        }
    }

    @Test
    void restartsAnEvictedPosition() {
        StreamStartEnvelope start = observeAndBeCut(RawClient.ext(server));
        increment(6);
        StreamResumedEnvelope resumed = restart(start, 1, server.epoch(), false, RestartReason.EVICTED);
        assertThat(resumed.oldestBuffered()).isEqualTo(3);
        assertThat(resumed.newestBuffered()).isEqualTo(7);
        assertThat(server.streams()).hasSize(1);
    }

    @Test
    void restartsAPositionOfAnotherEpoch() {
        StreamStartEnvelope start = observeAndBeCut(RawClient.ext(server));
        restart(start, 1, "another", false, RestartReason.EPOCH);
    }

    @Test
    void restartsAPositionBeyondWhatWasSent() {
        StreamStartEnvelope start = observeAndBeCut(RawClient.ext(server));
        restart(start, 2, server.epoch(), false, RestartReason.AHEAD);
        StreamStartEnvelope next = observeAndBeCut(RawClient.ext(server));
        restart(next, -1, server.epoch(), false, RestartReason.AHEAD);
    }

    @Test
    void restartsWhereTheFullStateIsAskedFor() {
        StreamStartEnvelope start = observeAndBeCut(RawClient.ext(server));
        restart(start, 1, server.epoch(), true, RestartReason.FULL);
    }

    @Test
    void restartsAStreamThatItDoesNotKnow() {
        StreamStartEnvelope start = observeAndBeCut(RawClient.ext(server));
        StreamStartEnvelope other = new StreamStartEnvelope(
                UUID.randomUUID(), start.callID(), start.actorID(), start.targetIdentifier(), null, null);
        restart(other, 1, server.epoch(), false, RestartReason.UNKNOWN);
    }

    @Test
    void restartsAStreamThatExpired() {
        StreamStartEnvelope start = observeAndBeCut(RawClient.ext(server));
        assertThat(server.faults().expire(start.streamID()).join()).isEqualTo(1);
        assertThat(server.streams()).isEmpty();
        restart(start, 1, server.epoch(), false, RestartReason.EXPIRED);
    }

    @Test
    void expiresByItself() throws IOException {
        try (StubServer hasty = StubServer.builder()
                        .bundledActors()
                        .timeToLive(Duration.ofMillis(20))
                        .start();
                RawClient client = RawClient.ext(hasty)) {
            client.observe("counter", "observeState");
            client.data();
            client.cut();
            await().until(() -> hasty.streams().isEmpty());
        }
    }

    private StreamResumedEnvelope restart(
            StreamStartEnvelope start, long last, String epoch, boolean full, RestartReason reason) {
        try (RawClient again = RawClient.ext(server)) {
            UUID call = again.resumeExt(start, last, epoch, full);
            StreamResumedEnvelope resumed = again.next(StreamResumedEnvelope.class);
            assertThat(resumed.streamID()).isEqualTo(start.streamID());
            assertThat(resumed.callID()).isEqualTo(call);
            assertThat(resumed.outcome()).isEqualTo(ResumeOutcome.RESTARTED);
            assertThat(resumed.reason()).isEqualTo(reason);
            StreamStartEnvelope restart = again.next(StreamStartEnvelope.class);
            assertThat(restart.callID()).isEqualTo(call);
            assertThat(restart.streamID()).isNotEqualTo(start.streamID());
            assertThat(restart.ext()).extracting(StreamStartEnvelope.Ext::epoch).isEqualTo(resumed.epoch());
            StreamDataEnvelope state = again.data();
            assertThat(state.streamID()).isEqualTo(restart.streamID());
            assertThat(state.sequenceNumber()).isEqualTo(1);
            return resumed;
        }
    }

    @Test
    void anotherPrincipalsStreamIsUnknown() throws IOException {
        try (StubServer guarded = StubServer.builder()
                        .bundledActors()
                        .token("ann", "a")
                        .token("bob", "b")
                        .start();
                RawClient ann = RawClient.with(guarded, Map.of("Authorization", "Bearer a", "Trebuchet-Ext", "1"));
                RawClient bob = RawClient.with(guarded, Map.of("Authorization", "Bearer b", "Trebuchet-Ext", "1"))) {
            StreamStartEnvelope start = ann.observe("counter", "observeState");
            ann.data();
            bob.resumeExt(start, 1, guarded.epoch(), false);
            StreamResumedEnvelope resumed = bob.next(StreamResumedEnvelope.class);
            assertThat(resumed.reason()).isEqualTo(RestartReason.UNKNOWN);
            assertThat(resumed.newestBuffered()).isNull();
            ann.call("counter", "increment");
            assertThat(((StreamDataEnvelope) ann.later.remove()).sequenceNumber())
                    .isEqualTo(2);
        }
    }

    @Test
    void movesTheLiveStreamToTheConnectionThatAsks() {
        try (RawClient first = RawClient.ext(server);
                RawClient second = RawClient.ext(server)) {
            StreamStartEnvelope start = first.observe("counter", "observeState");
            first.data();
            second.resumeExt(start, 1, server.epoch(), false);
            second.next(StreamResumedEnvelope.class);
            first.cut();
            increment(1);
            assertThat(second.data().sequenceNumber()).isEqualTo(2);
            // The first connection's end came late and must not take the stream along.
            await().until(() -> server.connectionCount() == 2);
            increment(1);
            assertThat(second.data().sequenceNumber()).isEqualTo(3);
            assertThat(bound(start.streamID())).isTrue();
        }
    }

    @Test
    void losesAndDoublesNothingWhileUpdatesPour() throws Exception {
        try (StubServer busy =
                        StubServer.builder().bundledActors().buffer(1_000).start();
                RawClient writer = RawClient.v2(busy)) {
            RawClient reader = RawClient.ext(busy);
            StreamStartEnvelope start = reader.observe("counter", "observeState");
            long last = reader.data().sequenceNumber();
            int updates = 600;
            Thread writing = Thread.startVirtualThread(() -> {
                for (int i = 0; i < updates; i++) {
                    writer.call("counter", "increment");
                }
            });
            while (last < updates + 1) {
                for (int i = 0; i < 20 && last < updates + 1; i++) {
                    last = expectNext(reader.data(), last);
                }
                reader.close();
                reader = RawClient.ext(busy);
                reader.resumeExt(start, last, busy.epoch(), false);
                assertThat(reader.next(StreamResumedEnvelope.class).outcome()).isNotEqualTo(ResumeOutcome.RESTARTED);
            }
            writing.join();
            assertThat(reader.hasNothingMore()).isTrue();
            reader.close();
        }
    }

    private static long expectNext(StreamDataEnvelope data, long last) {
        assertThat(data.sequenceNumber()).isEqualTo(last + 1);
        assertThat(data.data().utf8()).isEqualTo("{\"count\":" + last + "}");
        return last + 1;
    }
}
