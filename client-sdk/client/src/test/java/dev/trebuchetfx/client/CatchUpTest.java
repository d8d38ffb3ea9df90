// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Many streams that must catch up, and streams that can't: who asks when, and how often. */
class CatchUpTest extends ScriptedTest {
    private final List<ActorStream<Integer>> streams = new ArrayList<>();
    private final List<UUID> ids = new ArrayList<>();

    /** Opens streams of actors a0, a1 … that have shown one state each, and cuts the line. */
    private void liveAndCut(int count, String state) {
        server.acceptExtended();
        for (int i = 0; i < count; i++) {
            ActorStream<Integer> stream = client.actor("a" + i).observe("observeState", Integer.class, EVERY);
            stream.listen(event -> {});
            streams.add(stream);
            UUID id = UUID.randomUUID();
            server.send(start(id, server.take(InvocationEnvelope.class).callID(), "epoch-1"));
            server.send(data(id, 1, state));
            ids.add(id);
        }
        server.lose("cut");
    }

    private List<Integer> askedFor() {
        List<Integer> asked = new ArrayList<>();
        while (!server.untaken().isEmpty()) {
            asked.add(ids.indexOf(server.take(StreamResumeEnvelope.class).streamID()));
        }
        return asked;
    }

    @Test
    void thoseThatAPersonLooksAtAskFirst() {
        liveAndCut(5, "1");
        streams.get(3).priority(10);
        streams.get(1).priority(5);
        streams.get(2).priority(-1);
        reconnectExtended();

        assertThat(askedFor()).containsExactly(3, 1, 0, 4, 2);
    }

    @Test
    void asksForSomeAndForTheNextWithEachAnswer() {
        liveAndCut(1_003, "1");
        reconnectExtended();
        List<Envelope> first = server.untaken();
        assertThat(first).as("in one round").hasSize(1_000);
        assertThat(time.scheduled())
                .as("one timer watches over all of them; the others are the connection's")
                .isLessThan(6);

        List<StreamResumeEnvelope> resumes = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            resumes.add(server.take(StreamResumeEnvelope.class));
        }
        server.send(current(resumes.get(0)));
        server.send(current(resumes.get(500)));
        assertThat(askedFor()).containsExactly(1_000, 1_001);
        server.send(replayed(resumes.get(7), 2));
        assertThat(askedFor()).containsExactly(1_002);
    }

    @Test
    void aPriorityThatChangesWhileAStreamWaitsCounts() {
        liveAndCut(1_010, "1");
        reconnectExtended();
        StreamResumeEnvelope first = server.take(StreamResumeEnvelope.class);
        askedFor();
        streams.get(1_009).priority(1);
        server.send(current(first));

        assertThat(askedFor()).containsExactly(1_009);
    }

    @Test
    void asksForFewerAtATimeWhereStatesAreLarge() {
        String large = " ".repeat(1 << 20) + "1";
        liveAndCut(6, large);
        reconnectExtended();

        assertThat(askedFor()).as("about 4 MiB").containsExactly(0, 1, 2);
    }

    @Test
    void oneThatIsNotAnsweredDoesNotHoldUpTheOthersForEver() {
        liveAndCut(1_001, "1");
        reconnectExtended();
        askedFor();
        streams.subList(0, 1_000).forEach(ActorStream::close);

        assertThat(server.untaken())
                .filteredOn(StreamEndEnvelope.class::isInstance)
                .hasSize(1_000);
        assertThat(server.untaken())
                .filteredOn(StreamResumeEnvelope.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(StreamResumeEnvelope.class, resume -> assertThat(resume.streamID())
                        .isEqualTo(ids.get(1_000)));
    }

    // ---- restarts without progress ----

    /** Restarts the stream for this resume, with the same state as before, and jumps so that it must be healed. */
    private StreamResumeEnvelope restartWithoutProgress(StreamResumeEnvelope resume) {
        server.send(restarted(resume, RestartReason.UNKNOWN, null));
        UUID next = UUID.randomUUID();
        server.send(start(next, extOf(resume).callID(), "epoch-1"));
        server.send(data(next, 1, "10"));
        server.send(new StreamDataEnvelope(next, 3, Bytes.utf8("10"), SENT, null));
        return lastAsked();
    }

    private StreamResumeEnvelope lastAsked() {
        return server.untaken().isEmpty() ? NOTHING : server.take(StreamResumeEnvelope.class);
    }

    private static final StreamResumeEnvelope NOTHING =
            new StreamResumeEnvelope(new UUID(0, 0), 0, REAL, "nothing", null);

    private ActorStream<Integer> restartUntilItPauses() {
        ActorStream<Integer> stream = observe();
        server.acceptExtended();
        UUID id = live(1, true);
        server.send(data(id, 3));
        StreamResumeEnvelope asked = lastAsked();
        for (int i = 0; i < 20 && !asked.equals(NOTHING); i++) {
            asked = restartWithoutProgress(asked);
        }
        assertThat(asked).as("it has stopped asking at once").isSameAs(NOTHING);
        return stream;
    }

    @Test
    void aLoopOfRestartsWithoutAnythingNewIsSlowedAndTold() {
        restartUntilItPauses();

        assertThat(seen()).contains("slowed after 6 restarts").doesNotContain("slowed after 5 restarts");
        assertThat(taps).filteredOn(TapEvent.RestartsSlowed.class::isInstance).hasSize(1);
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Duration waited = Duration.ZERO;
            while (server.untaken().isEmpty()) {
                time.advance(Duration.ofMillis(100));
                waited = waited.plusMillis(100);
                assertThat(waited).as("it goes on asking").isLessThan(Duration.ofSeconds(31));
            }
            pauses.add(waited);
            assertThat(restartWithoutProgress(lastAsked())).isSameAs(NOTHING);
        }
        assertThat(pauses.getFirst()).isLessThanOrEqualTo(Duration.ofMillis(1_100));
        assertThat(pauses.getLast()).isGreaterThanOrEqualTo(Duration.ofSeconds(15));
        assertThat(events)
                .filteredOn(StreamEvent.RestartsSlowed.class::isInstance)
                .hasSize(9);
    }

    @Test
    void aNewStateEndsTheLoop() {
        restartUntilItPauses();
        time.advance(Duration.ofSeconds(2));
        StreamResumeEnvelope asked = lastAsked();
        server.send(restarted(asked, RestartReason.UNKNOWN, null));
        UUID next = UUID.randomUUID();
        server.send(start(next, extOf(asked).callID(), "epoch-1"));
        server.send(data(next, 1, "20"));
        server.send(new StreamDataEnvelope(next, 3, Bytes.utf8("30"), SENT, null));

        assertThat(seen()).endsWith("full 1=20", "LIVE", "RESYNCING");
        assertThat(lastAsked().streamID()).as("asked at once again").isEqualTo(next);
    }

    @Test
    void aPausedStreamCanBeClosedAndLeavesNothingBehind() {
        ActorStream<Integer> stream = restartUntilItPauses();
        int timers = time.scheduled();
        stream.close();
        assertThat(time.scheduled()).isEqualTo(timers - 1);
        time.advance(Duration.ofSeconds(5));
        assertThat(server.untaken()).singleElement().isInstanceOf(StreamEndEnvelope.class);
    }

    @Test
    void aNewConnectionDoesNotEndThePauseButTheStreamAsksAfterIt() {
        restartUntilItPauses();
        server.lose("cut");
        awaitAttempt();
        server.acceptExtended();
        for (int i = 0; i < 40 && server.untaken().isEmpty(); i++) {
            time.advance(Duration.ofMillis(100));
        }
        server.send(current(server.take(StreamResumeEnvelope.class)));
        assertThat(seen()).endsWith("LIVE");
    }

    @Test
    void restartsFarApartAreNoLoop() {
        observe();
        server.acceptExtended();
        live(1, true);
        for (int i = 0; i < 20; i++) {
            time.advance(Duration.ofMinutes(2));
            server.lose("cut");
            reconnectExtended();
            StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
            server.send(restarted(resume, RestartReason.UNKNOWN, null));
            UUID next = UUID.randomUUID();
            server.send(start(next, extOf(resume).callID(), "epoch-1"));
            server.send(data(next, 1, "10"));
        }
        assertThat(events).noneMatch(StreamEvent.RestartsSlowed.class::isInstance);
    }

    // ---- checkpoints that can't be used ----

    @Test
    void aCheckpointThatNoServerAnswersIsDropped() {
        observe();
        server.acceptExtended();
        UUID id = live(3, true);
        for (int i = 0; i < 5; i++) {
            server.lose("it can't bear that resume");
            reconnectExtended();
            assertThat(server.take(StreamResumeEnvelope.class).streamID()).isEqualTo(id);
        }
        server.lose("it can't bear that resume");
        reconnectExtended();

        assertThat(server.take(StreamEndEnvelope.class).streamID()).isEqualTo(id);
        UUID next = UUID.randomUUID();
        server.send(start(next, server.take(InvocationEnvelope.class).callID(), "epoch-1"));
        server.send(data(next, 1, "40"));
        assertThat(seen()).endsWith("started after 3", "gap 4..? UNKNOWN", "full 1=40", "LIVE");
        assertThat(taps)
                .filteredOn(TapEvent.CheckpointDropped.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(TapEvent.CheckpointDropped.class, dropped -> assertThat(dropped.sequence())
                        .isEqualTo(3));
    }

    @Test
    void anAnsweredResumeShowsThatItsCheckpointIsGood() {
        observe();
        server.acceptExtended();
        live(3, true);
        for (int i = 0; i < 4; i++) {
            server.lose("cut");
            reconnectExtended();
        }
        server.send(current(server.take(StreamResumeEnvelope.class)));
        for (int i = 0; i < 5; i++) {
            server.lose("cut");
            reconnectExtended();
        }
        assertThat(server.take(StreamResumeEnvelope.class).lastSequence()).isEqualTo(3);
    }
}
