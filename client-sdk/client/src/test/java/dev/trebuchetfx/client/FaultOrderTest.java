// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Orders of faults that only chance comes upon: each was found by the simulation and is told here in its shortest form. */
class FaultOrderTest extends ScriptedTest {
    private static final StreamFilter BIG = StreamFilter.predefined("threshold", Map.of("value", "100"));

    @Test
    void isNotLiveWithAFilterBeforeTheFirstStateOfARestart() {
        observe(EVERY.toBuilder().filter(BIG).build());
        server.acceptExtended();
        live(1, true);
        server.lose("cut");
        reconnectExtended();
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        UUID next = UUID.randomUUID();
        server.send(restarted(resume, RestartReason.EPOCH, null));
        events.clear();

        server.send(start(next, extOf(resume).callID(), "epoch-2", BIG));
        assertThat(seen()).containsExactly("gap 2..? EPOCH_CHANGED", "started after 1");

        server.send(data(next, 1, "700"));
        assertThat(seen()).endsWith("full 1=700", "LIVE");
    }

    @Test
    void isLiveWithAFilterOnceNothingHasCome() {
        observe(EVERY.toBuilder().filter(BIG).build());
        server.acceptExtended();
        InvocationEnvelope invocation = server.take(InvocationEnvelope.class);
        server.send(start(UUID.randomUUID(), invocation.callID(), "epoch-1", BIG));
        assertThat(seen()).containsExactly("CATCHING_UP", "started");

        time.advance(Duration.ofSeconds(5));

        assertThat(seen()).endsWith("LIVE");
    }

    @Test
    void isLiveWithAFilterAtOnceWhereTheServerSaysThatNothingPasses() {
        observe(EVERY.toBuilder().filter(BIG).build());
        server.acceptExtended();
        UUID id = UUID.randomUUID();
        server.send(start(id, server.take(InvocationEnvelope.class).callID(), "epoch-1", BIG));

        server.send(new HeartbeatEnvelope(Map.of(id, 0L)));

        assertThat(seen()).containsExactly("CATCHING_UP", "started", "LIVE");
        server.send(data(id, 1, "700"));
        assertThat(seen()).endsWith("LIVE", "full 1=700");
    }

    @Test
    void awaitsTheFirstStateWithoutAFilterWhateverAHeartbeatSays() {
        observe();
        server.acceptExtended();
        UUID id = UUID.randomUUID();
        server.send(start(id, server.take(InvocationEnvelope.class).callID(), "epoch-1"));

        server.send(new HeartbeatEnvelope(Map.of(id, 0L)));

        assertThat(seen()).containsExactly("CATCHING_UP", "started");
    }

    @Test
    void asksForTheFirstStateWhereItDoesNotCome() {
        observe();
        server.acceptExtended();
        UUID id = UUID.randomUUID();
        server.send(start(id, server.take(InvocationEnvelope.class).callID(), "epoch-1"));

        time.advance(Duration.ofSeconds(5));
        server.send(replayed(server.take(StreamResumeEnvelope.class), 1));
        server.send(data(id, 1));

        assertThat(seen()).endsWith("resumed at 0 REPLAYED lost 0", "replay 1=10", "LIVE");
    }

    @Test
    void tellsThatTheStateOfARestartWasLostWhenThatIsRestartedAgain() {
        observe();
        server.acceptExtended();
        UUID id = live(4, true);
        server.send(data(id, 6));
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        server.send(restarted(resume, RestartReason.EVICTED, 5L));
        server.send(start(UUID.randomUUID(), extOf(resume).callID(), "epoch-1"));
        events.clear();

        // Its first state, which stands for number 5, does not come, nor does an answer.
        time.advance(Duration.ofSeconds(10));
        server.take(StreamResumeEnvelope.class);
        server.take(StreamEndEnvelope.class);
        UUID next = UUID.randomUUID();
        server.send(start(next, server.take(InvocationEnvelope.class).callID(), "epoch-1"));
        server.send(data(next, 1, "90"));

        assertThat(seen()).containsExactly("CATCHING_UP", "started after 0", "gap 1..? UNKNOWN", "full 1=90", "LIVE");
    }

    @Test
    void doesNotTrustTheFullStateToStandForTheNewestWhereAFilterMayHoldItBack() {
        observe(EVERY.toBuilder().filter(BIG).build());
        server.acceptExtended();
        live(1, true);
        server.lose("cut");
        reconnectExtended();
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        events.clear();

        server.send(restarted(resume, RestartReason.EVICTED, 2L));
        server.send(start(UUID.randomUUID(), extOf(resume).callID(), "epoch-1", BIG));

        assertThat(seen())
                .as("number 2 may never be shown")
                .startsWith("resumed at 1 RESTARTED EVICTED lost ?", "RESYNCING", "gap 2..? EVICTED");
    }

    @Test
    void anAnswerThatComesTwiceDoesNotEndTheStreamThatItSpeaksOf() {
        observe();
        server.acceptExtended();
        UUID id = live(3, true);
        server.lose("cut");
        reconnectExtended();
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        server.send(current(resume));
        server.send(current(resume));

        assertThat(server.untaken()).isEmpty();
        server.send(data(id, 4));
        assertThat(seen()).endsWith("LIVE", "full 4=40");
    }

    @Test
    void endsAStreamWhoseStartWasLostWhenTheServerGoesOnWithIt() {
        observe();
        server.acceptExtended();
        live(3, true);
        UUID unheard = UUID.randomUUID();
        server.send(data(unheard, 1));
        server.send(data(unheard, 2));
        assertThat(server.untaken()).as("its start may be late").isEmpty();

        time.advance(Duration.ofSeconds(6));
        server.send(data(unheard, 3));
        server.send(data(unheard, 4));
        assertThat(server.take(StreamEndEnvelope.class).streamID()).isEqualTo(unheard);
        assertThat(server.untaken()).as("told once").isEmpty();

        time.advance(Duration.ofSeconds(6));
        server.send(new HeartbeatEnvelope(Map.of(unheard, 4L)));
        assertThat(server.take(StreamEndEnvelope.class).streamID()).isEqualTo(unheard);
    }

    @Test
    void doesNotEndAStreamWhoseFirstUpdateOvertookItsStart() {
        observe();
        server.acceptExtended();
        InvocationEnvelope invocation = server.take(InvocationEnvelope.class);
        UUID id = UUID.randomUUID();
        server.send(data(id, 1));
        server.send(start(id, invocation.callID(), "epoch-1"));
        server.send(data(id, 2));
        server.send(replayed(server.take(StreamResumeEnvelope.class), 2));
        server.send(data(id, 1));
        server.send(data(id, 2));

        assertThat(server.untaken()).isEmpty();
        assertThat(seen()).endsWith("LIVE");
    }

    @Test
    void tellsAServerThatSendsVeryManyUnknownStreamsOnlySoOften() {
        observe();
        server.acceptExtended();
        live(3, true);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5_000; i++) {
                server.send(data(new UUID(5, i), 1));
            }
            time.advance(Duration.ofSeconds(6));
        }
        assertThat(server.untaken()).hasSizeBetween(1, 1_000);
    }

    @Test
    void doesNotTellAPlainServerWhatItWouldIgnore() {
        observe();
        server.acceptPlain();
        live(3, false);
        server.send(data(UUID.randomUUID(), 1));
        assertThat(server.untaken()).isEmpty();
    }

    @Test
    void showsNothingOfAStreamThatTheServerHasGivenUp() {
        observe();
        server.acceptExtended();
        UUID id = live(4, true);
        server.send(data(id, 8));
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        server.send(restarted(resume, RestartReason.EVICTED, 8L));
        events.clear();

        server.send(data(id, 6));
        UUID next = UUID.randomUUID();
        server.send(start(next, extOf(resume).callID(), "epoch-1"));
        server.send(data(next, 1, "80"));

        assertThat(seen()).containsExactly("duplicate 6", "gap 5..7 EVICTED", "started after 4", "full 1=80", "LIVE");
    }

    @Test
    void tellsOneHoleOnceWhenItCouldNotBeHealedAndTheStreamStartsAnew() {
        observe();
        server.acceptExtended();
        UUID id = live(4, true);
        server.send(data(id, 6));
        events.clear();

        // The resume is not answered: invoked afresh, and nobody says what was lost.
        time.advance(Duration.ofSeconds(5));
        server.take(StreamResumeEnvelope.class);
        server.take(StreamEndEnvelope.class);
        UUID next = UUID.randomUUID();
        server.send(start(next, server.take(InvocationEnvelope.class).callID(), "epoch-1"));
        server.send(data(next, 1, "90"));

        assertThat(seen()).containsExactly("CATCHING_UP", "started after 4", "gap 5..? UNKNOWN", "full 1=90", "LIVE");
    }

    @Test
    void tellsAKnownHoleThoughTheStateCameBackToTheOneShown() {
        observe();
        server.acceptExtended();
        UUID id = live(4, true);
        server.send(data(id, 6));
        events.clear();

        time.advance(Duration.ofSeconds(5));
        server.take(StreamResumeEnvelope.class);
        server.take(StreamEndEnvelope.class);
        UUID next = UUID.randomUUID();
        server.send(start(next, server.take(InvocationEnvelope.class).callID(), "epoch-1"));
        server.send(data(next, 1, "40"));

        assertThat(seen()).containsExactly("CATCHING_UP", "started after 4", "gap 5..5 JUMPED", "LIVE");
    }

    @Test
    void isNotLiveInTheMiddleOfAReplayThatHasAHole() {
        observe();
        server.acceptExtended();
        UUID id = live(1, true);
        server.lose("cut");
        reconnectExtended();
        server.send(replayed(server.take(StreamResumeEnvelope.class), 9));
        // Two attempts to heal fail in the same way.
        for (int attempt = 0; attempt < 2; attempt++) {
            server.send(data(id, 3));
            server.send(replayed(server.take(StreamResumeEnvelope.class), 9));
        }
        events.clear();

        server.send(data(id, 3));
        assertThat(seen()).containsExactly("gap 2..2 JUMPED", "replay 3=30");

        for (long i = 4; i <= 9; i++) {
            server.send(data(id, i));
        }
        assertThat(seen()).endsWith("replay 9=90", "LIVE");
    }
}
