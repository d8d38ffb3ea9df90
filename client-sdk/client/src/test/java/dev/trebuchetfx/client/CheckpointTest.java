// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a subscriber sees when its application was ended, or killed, and starts again with the same store. */
class CheckpointTest extends CheckpointRuns {
    @Test
    void showsTheLastStateAtOnceAndResumesFromIt() {
        UUID id = killedAt(42);

        Run next = new Run();
        next.observe();
        assertThat(next.seen()).as("before there is any connection").containsExactly("replay 42=420", "STALE");
        assertThat(taps)
                .filteredOn(TapEvent.CheckpointRestored.class::isInstance)
                .singleElement()
                .isEqualTo(new TapEvent.CheckpointRestored(
                        time.instant(), 1, id, 42, time.instant(), true, Bytes.utf8("420")));

        next.server.acceptExtended();
        StreamResumeEnvelope resume = next.server.take(StreamResumeEnvelope.class);
        assertThat(resume.streamID()).isEqualTo(id);
        assertThat(resume.lastSequence()).isEqualTo(42);
        assertThat(resume.actorID()).isEqualTo(REAL);
        assertThat(extOf(resume).epoch()).isEqualTo("epoch-1");
        assertThat(extOf(resume).haveBase()).isTrue();
        next.server.send(replayed(resume, 44));
        for (long i = 43; i <= 45; i++) {
            next.server.send(data(id, i));
        }
        assertThat(next.seen())
                .containsExactly(
                        "replay 42=420",
                        "STALE",
                        "CATCHING_UP",
                        "resumed at 42 REPLAYED lost 0",
                        "replay 43=430",
                        "replay 44=440",
                        "LIVE",
                        "full 45=450");
    }

    @Test
    void isLiveWithTheKeptStateWhenNothingWasMissed() {
        killedAt(3);
        Run next = new Run();
        next.observe();
        next.server.acceptExtended();
        next.server.send(current(next.server.take(StreamResumeEnvelope.class)));

        assertThat(next.seen())
                .containsExactly("replay 3=30", "STALE", "CATCHING_UP", "resumed at 3 CURRENT lost 0", "LIVE");
    }

    @Test
    void survivesAnyNumberOfRuns() {
        UUID id = killedAt(3);
        for (long run = 3; run < 8; run++) {
            Run next = new Run();
            next.observe();
            next.server.acceptExtended();
            StreamResumeEnvelope resume = next.server.take(StreamResumeEnvelope.class);
            assertThat(resume.lastSequence()).isEqualTo(run);
            next.server.send(current(resume));
            next.server.send(data(id, run + 1));
        }
    }

    @Test
    void keepsTheCheckpointWhenTheClientIsClosed() {
        Run run = new Run();
        run.observe();
        run.live(2, true);
        run.client.close();
        assertThat(run.server.untaken()).as("the server is not told to end it").isEmpty();

        Run next = new Run();
        next.observe();
        assertThat(next.seen()).containsExactly("replay 2=20", "STALE");
    }

    @Test
    void keepsNothingOfAStreamThatWasClosedEndedOrRefused() {
        Run closed = new Run();
        ActorStream<Integer> stream = closed.observe();
        closed.live(2, true);
        stream.close();
        closed.client.close();
        assertThat(store.load()).isEmpty();

        Run ended = new Run();
        ended.observe();
        UUID id = ended.live(2, true);
        ended.server.send(new StreamEndEnvelope(id, StreamEndReason.COMPLETED));
        assertThat(store.load()).isEmpty();

        Run refused = new Run();
        refused.observe();
        UUID other = refused.live(2, true);
        refused.server.send(new StreamErrorEnvelope(other, "broken"));
        assertThat(store.load()).isEmpty();
    }

    @Test
    void showsAnExpiredStateAsStaleButDoesNotResumeFromIt() {
        killedAt(42);
        time.advance(Duration.ofSeconds(301));

        Run next = new Run();
        next.observe();
        next.server.acceptExtended();
        UUID id = UUID.randomUUID();
        next.server.send(start(id, next.server.take(InvocationEnvelope.class).callID(), "epoch-1"));
        next.server.send(data(id, 1, "500"));

        assertThat(next.seen())
                .containsExactly(
                        "replay 42=420",
                        "STALE",
                        "CATCHING_UP",
                        "started after 42",
                        "gap 43..? UNKNOWN",
                        "full 1=500",
                        "LIVE");
    }

    @Test
    void resumesAtTheVeryEndOfTheAgeAllowed() {
        killedAt(42);
        time.advance(Duration.ofMinutes(5));
        Run next = new Run();
        next.observe();
        next.server.acceptExtended();
        next.server.take(StreamResumeEnvelope.class);
    }

    @Test
    void doesNotTrustACheckpointFromTheFuture() {
        killedAt(1);
        StoredCheckpoint kept = store.load().iterator().next();
        store.save(kept.goodAt(time.instant().plus(Duration.ofDays(1))));
        Run next = new Run();
        next.observe();
        next.server.acceptExtended();
        next.server.take(InvocationEnvelope.class);
    }

    @Test
    void aQuietStreamDoesNotGrowOldWhileItIsLive() {
        Run run = new Run();
        run.observe();
        run.live(42, true);
        time.advance(Duration.ofMinutes(10));

        Run next = new Run();
        next.observe();
        next.server.acceptExtended();
        assertThat(next.server.take(StreamResumeEnvelope.class).lastSequence()).isEqualTo(42);
    }

    @Test
    void anotherStateAfterARestartOfTheServerIsAGapAndReplacesTheCheckpoint() {
        killedAt(42);
        Run next = new Run();
        next.observe();
        next.server.acceptExtended();
        StreamResumeEnvelope resume = next.server.take(StreamResumeEnvelope.class);
        next.server.send(restarted(resume, RestartReason.EPOCH, null));
        UUID id = UUID.randomUUID();
        next.server.send(start(id, extOf(resume).callID(), "epoch-2"));
        assertThat(store.load())
                .as("killed here, it would not be asked for again")
                .singleElement()
                .matches(kept -> !kept.resumable());
        next.server.send(data(id, 1, "7"));

        assertThat(next.seen())
                .containsExactly(
                        "replay 42=420",
                        "STALE",
                        "CATCHING_UP",
                        "resumed at 42 RESTARTED EPOCH lost ?",
                        "RESYNCING",
                        "gap 43..? EPOCH_CHANGED",
                        "started after 42",
                        "full 1=7",
                        "LIVE");
        assertThat(store.load()).singleElement().satisfies(kept -> {
            assertThat(kept.position().streamID()).isEqualTo(id);
            assertThat(kept.position().epoch()).isEqualTo("epoch-2");
            assertThat(kept.resumable()).isTrue();
        });
    }

    @Test
    void doesNotAskAgainForWhatTheServerNoLongerHas() {
        killedAt(42);
        Run next = new Run();
        next.observe();
        next.server.acceptExtended();
        StreamResumeEnvelope resume = next.server.take(StreamResumeEnvelope.class);
        next.server.send(restarted(resume, RestartReason.UNKNOWN, null));
        next.server.send(start(UUID.randomUUID(), extOf(resume).callID(), "epoch-1"));

        Run third = new Run();
        third.observe();
        assertThat(third.seen()).as("the state is still good to show").containsExactly("replay 42=420", "STALE");
        third.server.acceptExtended();
        third.server.take(InvocationEnvelope.class);
    }

    @Test
    void findsOutFromAPlainServerThatNothingWasMissed() {
        Run run = new Run();
        run.observe();
        run.live(42, false);

        Run next = new Run();
        next.observe();
        next.server.acceptPlain();
        StreamResumeEnvelope resume = next.server.take(StreamResumeEnvelope.class);
        UUID restart = UUID.randomUUID();
        next.server.send(start(restart, UUID.randomUUID(), null));
        next.server.send(data(restart, 1, "420"));

        assertThat(next.seen())
                .containsExactly(
                        "replay 42=420",
                        "STALE",
                        "CATCHING_UP",
                        "started after 42",
                        "resumed at 42 CURRENT lost 0",
                        "LIVE");
        assertThat(resume.lastSequence()).isEqualTo(42);
        assertThat(store.load())
                .as("the state kept is known under the number of the new stream")
                .singleElement()
                .satisfies(kept -> {
                    assertThat(kept.position().streamID()).isEqualTo(restart);
                    assertThat(kept.position().lastSequence()).isEqualTo(1);
                    assertThat(kept.lastState()).isNotNull();
                });
    }
}
