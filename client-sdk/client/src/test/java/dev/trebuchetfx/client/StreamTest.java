// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a subscriber sees of a server with the extension, through cuts, gaps and restarts. */
class StreamTest extends ScriptedTest {

    @Test
    void showsTheCurrentStateFirstAndThenEachChange() {
        observe();
        server.acceptExtended();
        live(2, true);

        assertThat(seen()).containsExactly("CATCHING_UP", "started", "full 1=10", "LIVE", "full 2=20");
    }

    @Test
    void resumesFromItsPositionAndShowsWhatWasReplayedOnce() {
        observe();
        server.acceptExtended();
        UUID id = live(42, true);
        events.clear();

        server.lose("cut");
        reconnectExtended();
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        assertThat(resume.streamID()).isEqualTo(id);
        assertThat(resume.lastSequence()).isEqualTo(42);
        assertThat(resume.actorID())
                .as("the real id, which a version 2 server needs")
                .isEqualTo(REAL);
        assertThat(resume.ext()).satisfies(ext -> {
            assertThat(ext.invokedActorID()).isEqualTo(ActorId.of("counter"));
            assertThat(ext.epoch()).isEqualTo("epoch-1");
            assertThat(ext.haveBase()).isTrue();
        });
        server.send(replayed(resume, 46));
        for (long i = 43; i <= 47; i++) {
            server.send(data(id, i));
        }

        assertThat(seen())
                .containsExactly(
                        "STALE",
                        "CATCHING_UP",
                        "resumed at 42 REPLAYED lost 0",
                        "replay 43=430",
                        "replay 44=440",
                        "replay 45=450",
                        "replay 46=460",
                        "LIVE",
                        "full 47=470");
        assertThat(server.untaken()).isEmpty();
    }

    @Test
    void isLiveAtOnceWhenNothingWasMissed() {
        observe();
        server.acceptExtended();
        live(3, true);
        events.clear();

        server.lose("cut");
        reconnectExtended();
        server.send(current(server.take(StreamResumeEnvelope.class)));

        assertThat(seen()).containsExactly("STALE", "CATCHING_UP", "resumed at 3 CURRENT lost 0", "LIVE");
    }

    @Test
    void saysWhatARestartLost() {
        observe();
        server.acceptExtended();
        live(42, true);
        events.clear();

        server.lose("cut");
        reconnectExtended();
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        server.send(restarted(resume, RestartReason.EVICTED, 200L));
        UUID next = UUID.randomUUID();
        server.send(start(next, extOf(resume).callID(), "epoch-1"));
        server.send(data(next, 1, "2000"));

        assertThat(seen())
                .containsExactly(
                        "STALE",
                        "CATCHING_UP",
                        "resumed at 42 RESTARTED EVICTED lost 157",
                        "RESYNCING",
                        "gap 43..199 EVICTED",
                        "started after 42",
                        "full 1=2000",
                        "LIVE");
    }

    @Test
    void cannotSayHowMuchIsLostWhenTheServerWasRestarted() {
        observe();
        server.acceptExtended();
        live(42, true);
        events.clear();

        server.lose("killed");
        reconnectExtended();
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        server.send(restarted(resume, RestartReason.EPOCH, null));
        UUID next = UUID.randomUUID();
        server.send(start(next, extOf(resume).callID(), "epoch-2"));
        server.send(data(next, 1, "7"));

        assertThat(seen())
                .contains("resumed at 42 RESTARTED EPOCH lost ?", "gap 43..? EPOCH_CHANGED", "full 1=7")
                .endsWith("LIVE");
    }

    @Test
    void healsAGapOnTheSameConnectionInOrder() {
        observe();
        server.acceptExtended();
        UUID id = live(42, true);
        events.clear();

        server.send(data(id, 46));
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        assertThat(resume.lastSequence()).isEqualTo(42);
        server.send(data(id, 47));
        server.send(replayed(resume, 47));
        for (long i = 43; i <= 48; i++) {
            server.send(data(id, i));
        }

        assertThat(seen())
                .containsExactly(
                        "RESYNCING",
                        "resumed at 42 REPLAYED lost 0",
                        "replay 43=430",
                        "replay 44=440",
                        "replay 45=450",
                        "gap 43..45 JUMPED healed",
                        "replay 46=460",
                        "replay 47=470",
                        "LIVE",
                        "full 48=480");
    }

    @Test
    void acceptsTheNewestWhenAServerCannotHealItsGap() {
        observe();
        server.acceptExtended();
        UUID id = live(42, true);
        events.clear();

        // The server says that nothing is missing, and jumps again.
        server.send(data(id, 46));
        server.send(current(server.take(StreamResumeEnvelope.class)));
        StreamResumeEnvelope full = server.take(StreamResumeEnvelope.class);
        assertThat(extOf(full).full())
                .as("the second time it wants the full state")
                .isTrue();
        server.send(current(full));

        assertThat(seen()).endsWith("gap 43..45 JUMPED", "full 46=460", "LIVE");
        assertThat(server.untaken()).as("it does not ask for ever").isEmpty();
    }

    @Test
    void reportsADuplicateAndDoesNotShowIt() {
        observe();
        server.acceptExtended();
        UUID id = live(3, true);
        events.clear();

        server.send(data(id, 2));
        server.send(data(id, 4));

        assertThat(seen()).containsExactly("duplicate 2", "full 4=40");
    }

    @Test
    void reportsAStateThatItCannotReadAndKeepsTheOneBefore() {
        observe();
        server.acceptExtended();
        UUID id = live(1, true);
        events.clear();

        server.send(data(id, 2, "\"not a number\""));
        server.send(data(id, 3));

        assertThat(seen()).containsExactly("undecodable 2", "STALE", "full 3=30", "LIVE");
    }

    @Test
    void tellsTheServerWhenItIsClosed() {
        var stream = observe();
        server.acceptExtended();
        UUID id = live(1, true);
        events.clear();

        stream.close();
        stream.close();

        assertThat(server.take(StreamEndEnvelope.class))
                .isEqualTo(new StreamEndEnvelope(id, StreamEndReason.CLIENT_UNSUBSCRIBED));
        server.send(data(id, 2));
        assertThat(events).hasSize(2).last().isEqualTo(new StreamEvent.Ended<>(StreamEndReason.CLIENT_UNSUBSCRIBED));
        assertThat(server.untaken()).isEmpty();
        assertThat(stream.freshness()).isEqualTo(Freshness.ENDED);
    }

    @Test
    void answersAStartThatNobodyAwaitsAnyMore() {
        var stream = observe();
        server.acceptExtended();
        InvocationEnvelope invocation = server.take(InvocationEnvelope.class);
        stream.close();

        UUID late = UUID.randomUUID();
        server.send(start(late, invocation.callID(), "epoch-1"));

        assertThat(server.take(StreamEndEnvelope.class).streamID()).isEqualTo(late);
    }

    @Test
    void failsWithTheServersWordsWhenTheActorIsUnknown() {
        observe();
        server.acceptExtended();
        InvocationEnvelope invocation = server.take(InvocationEnvelope.class);
        UUID id = UUID.randomUUID();
        server.send(start(id, invocation.callID(), "epoch-1"));
        server.send(new StreamErrorEnvelope(id, "Stream setup error: Actor not found: counter"));

        assertThat(seen()).endsWith("FAILED", "failed TFX-STREAM-001");
    }

    @Test
    void endsWhenTheServerEndsTheStream() {
        observe();
        server.acceptExtended();
        UUID id = live(1, true);
        events.clear();
        server.send(new StreamEndEnvelope(id, StreamEndReason.COMPLETED));
        server.lose("gone");
        reconnectExtended();

        assertThat(seen()).containsExactly("ENDED", "ended completed");
        assertThat(server.untaken()).as("an ended stream is not resumed").isEmpty();
    }

    @Test
    void asksAtOnceOnEachNewConnectionHoweverManyThereWere() {
        observe();
        server.acceptExtended();
        live(1, true);
        for (int i = 0; i < 40; i++) {
            server.lose("cut");
            client.reconnectNow();
            server.acceptExtended();
            server.send(current(server.take(StreamResumeEnvelope.class)));
        }
        assertThat(seen()).doesNotContain("RESYNCING").last().isEqualTo("LIVE");
    }

    @Test
    void invokesAfreshWhenAResumeIsNotAnswered() {
        observe();
        server.acceptExtended();
        UUID id = live(5, true);
        events.clear();
        server.lose("cut");
        reconnectExtended();
        server.take(StreamResumeEnvelope.class);

        time.advance(LONG.dividedBy(10));

        assertThat(server.take(StreamEndEnvelope.class).streamID()).isEqualTo(id);
        InvocationEnvelope again = server.take(InvocationEnvelope.class);
        UUID next = UUID.randomUUID();
        server.send(start(next, again.callID(), "epoch-1"));
        server.send(data(next, 1, "50"));
        assertThat(seen())
                .as("the same state: nothing was lost and nothing flickers")
                .containsExactly("STALE", "CATCHING_UP", "started after 5", "LIVE");
    }

    @Test
    void goesOnFromTheRightPlaceWhenCutInTheMiddleOfAReplay() {
        observe();
        server.acceptExtended();
        UUID id = live(2, true);
        server.lose("cut");
        reconnectExtended();
        server.send(replayed(server.take(StreamResumeEnvelope.class), 6));
        server.send(data(id, 3));
        server.lose("cut again");
        events.clear();
        reconnectExtended();

        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        assertThat(resume.lastSequence()).isEqualTo(3);
        server.send(replayed(resume, 6));
        for (long i = 4; i <= 6; i++) {
            server.send(data(id, i));
        }
        assertThat(seen()).endsWith("replay 4=40", "replay 5=50", "replay 6=60", "LIVE");
    }

    @Test
    void givesAListenerThatComesLaterTheNewestState() {
        var stream = observe();
        server.acceptExtended();
        live(3, true);
        events.clear();

        stream.listen(StreamListener.ofUpdates(update -> events.add(update)));

        assertThat(seen()).containsExactly("full 3=30");
    }

    @Test
    void healsATailThatWasLostBeforeASilence() {
        observe();
        server.acceptExtended();
        UUID id = live(2, true);
        events.clear();

        server.send(new HeartbeatEnvelope(Map.of(id, 4L)));
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        assertThat(resume.lastSequence()).isEqualTo(2);
        server.send(replayed(resume, 4));
        server.send(data(id, 3));
        server.send(data(id, 4));
        server.send(new HeartbeatEnvelope(Map.of(id, 4L)));

        assertThat(seen())
                .containsExactly(
                        "RESYNCING",
                        "resumed at 2 REPLAYED lost 0",
                        "replay 3=30",
                        "replay 4=40",
                        "gap 3..4 JUMPED healed",
                        "LIVE");
        assertThat(server.untaken())
                .as("a heartbeat that says nothing new asks for nothing")
                .isEmpty();
    }

    @Test
    void givesUpATailThatTheServerDoesNotHaveAfterAll() {
        observe();
        server.acceptExtended();
        UUID id = live(2, true);
        events.clear();

        server.send(new HeartbeatEnvelope(Map.of(id, 4L)));
        server.send(current(server.take(StreamResumeEnvelope.class)));

        assertThat(seen()).containsExactly("RESYNCING", "resumed at 2 CURRENT lost 0", "gap 3..4 JUMPED", "LIVE");
    }

    @Test
    void countsWhatTheServerLeftOutForASlowLineAndSeesNoGapInIt() {
        observe();
        server.acceptExtended();
        UUID id = live(2, true);
        events.clear();

        server.send(new StreamDataEnvelope(id, 6, Bytes.utf8("60"), SENT, new StreamDataEnvelope.Ext(null, 3L, null)));

        assertThat(seen()).containsExactly("full 6=60");
        assertThat(events).singleElement().isInstanceOfSatisfying(StreamEvent.Update.class, update -> assertThat(
                        update.conflated())
                .isEqualTo(3));
        assertThat(server.untaken()).isEmpty();
    }
}
