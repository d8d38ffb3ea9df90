// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.error.UpdatesMissingException;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.GapPolicy;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a subscriber sees of a gap, as it has chosen. Healing, the default, is in {@link StreamTest}. */
class GapPolicyTest extends ScriptedTest {

    private UUID liveWith(GapPolicy policy, boolean extended) {
        observe(EVERY.toBuilder().gaps(policy).build());
        if (extended) {
            server.acceptExtended();
        } else {
            server.acceptPlain();
        }
        UUID id = live(42, extended);
        events.clear();
        return id;
    }

    /** As from an endless wait, the failure that the subscriber heard. */
    private UpdatesMissingException failure() {
        assertThat(events.getLast()).isInstanceOf(StreamEvent.Failed.class);
        return (UpdatesMissingException) ((StreamEvent.Failed<Integer>) events.getLast()).error();
    }

    @Test
    void showsTheNewestStateAtOnceAndAsksForNothing() {
        UUID id = liveWith(GapPolicy.NEWEST, true);

        server.send(data(id, 46));
        server.send(data(id, 47));

        assertThat(seen()).containsExactly("gap 43..45 JUMPED", "full 46=460", "full 47=470");
        assertThat(server.untaken()).isEmpty();
    }

    @Test
    void reportsLateArrivalsOfWhatItJumpedOver() {
        UUID id = liveWith(GapPolicy.NEWEST, true);

        server.send(data(id, 46));
        server.send(data(id, 44));

        assertThat(seen()).containsExactly("gap 43..45 JUMPED", "full 46=460", "duplicate 44");
    }

    @Test
    void asksForATailThatWasLostSinceThereIsNothingNewerToShow() {
        UUID id = liveWith(GapPolicy.NEWEST, true);

        server.send(new HeartbeatEnvelope(Map.of(id, 43L)));
        server.send(replayed(server.take(StreamResumeEnvelope.class), 43));
        server.send(data(id, 43));

        assertThat(seen())
                .containsExactly(
                        "RESYNCING",
                        "resumed at 42 REPLAYED lost 0",
                        "replay 43=430",
                        "gap 43..43 JUMPED healed",
                        "LIVE");
    }

    @Test
    void failsNamingWhatIsMissingAndShowsNothingAfterIt() {
        UUID id = liveWith(GapPolicy.FAIL, true);

        server.send(data(id, 46));
        server.send(data(id, 47));

        assertThat(seen()).containsExactly("gap 43..45 JUMPED", "FAILED", "failed TFX-STREAM-003");
        assertThat(failure()).hasMessageContaining("observeState of counter").hasMessageContaining("43 to 45");
        assertThat(failure().fromSequence()).isEqualTo(43);
        assertThat(failure().toSequence()).isEqualTo(45);
        assertThat(server.take(StreamEndEnvelope.class).streamID())
                .as("the server is told")
                .isEqualTo(id);
        assertThat(server.untaken()).isEmpty();
        assertThat(taps).filteredOn(TapEvent.GapSeen.class::isInstance).hasSize(1);
        assertThat(taps).last().isInstanceOf(TapEvent.MessageReceived.class);
    }

    @Test
    void failsForATailThatWasLost() {
        UUID id = liveWith(GapPolicy.FAIL, true);

        server.send(new HeartbeatEnvelope(Map.of(id, 44L)));

        assertThat(seen()).containsExactly("gap 43..44 JUMPED", "FAILED", "failed TFX-STREAM-003");
    }

    @Test
    void goesOnAfterAReplayWithoutAHole() {
        UUID id = liveWith(GapPolicy.FAIL, true);

        server.lose("cut");
        reconnectExtended();
        server.send(replayed(server.take(StreamResumeEnvelope.class), 43));
        server.send(data(id, 43));

        assertThat(seen()).endsWith("replay 43=430", "LIVE");
    }

    @Test
    void failsForARestartThatLeavesSomethingOut() {
        liveWith(GapPolicy.FAIL, true);

        server.lose("cut");
        reconnectExtended();
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        server.send(restarted(resume, RestartReason.EVICTED, 200L));
        UUID next = UUID.randomUUID();
        server.send(start(next, extOf(resume).callID(), "epoch-1"));
        server.send(data(next, 1, "2000"));

        assertThat(seen()).endsWith("gap 43..199 EVICTED", "started after 42", "FAILED", "failed TFX-STREAM-003");
        assertThat(server.take(StreamEndEnvelope.class).streamID()).isEqualTo(next);
        time.advance(LONG);
        assertThat(server.untaken()).as("it is over for good").isEmpty();
    }

    @Test
    void failsForARestartOfWhichNobodyCanSayWhatItLeftOut() {
        liveWith(GapPolicy.FAIL, false);

        server.lose("killed");
        reconnectPlain();
        server.take(StreamResumeEnvelope.class);
        UUID next = UUID.randomUUID();
        server.send(start(next, UUID.randomUUID(), null));
        server.send(data(next, 1, "7"));

        assertThat(seen()).endsWith("gap 43..? UNKNOWN", "FAILED", "failed TFX-STREAM-003");
        assertThat(failure()).hasMessageContaining("43 and after");
    }

    @Test
    void goesOnAfterARestartWithTheStateThatItHad() {
        liveWith(GapPolicy.FAIL, false);

        server.lose("cut");
        reconnectPlain();
        server.take(StreamResumeEnvelope.class);
        UUID next = UUID.randomUUID();
        server.send(start(next, UUID.randomUUID(), null));
        server.send(data(next, 1, "420"));
        server.send(data(next, 2, "430"));

        assertThat(seen()).endsWith("LIVE", "full 2=430");
    }

    @Test
    void failsForAHoleInTheReplayOfAPlainServer() {
        UUID id = liveWith(GapPolicy.FAIL, false);

        server.lose("cut");
        reconnectPlain();
        server.take(StreamResumeEnvelope.class);
        server.send(data(id, 90));

        assertThat(seen()).endsWith("gap 43..89 EVICTED", "FAILED", "failed TFX-STREAM-003");
    }
}
