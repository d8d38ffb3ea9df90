// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamPositionTest {
    private final ReportedEvents reported = new ReportedEvents();
    private final StreamPosition position = new StreamPosition(reported.time, new Gaps(reported.reporter, false));

    @Test
    void isAtTheStartUntilSomethingIsTaken() {
        assertThat(position.checkpoint()).isNull();
        assertThat(position.isAtStart()).isTrue();
        position.begin(ReportedEvents.start());
        assertThat(position.isAtStart()).isTrue();
        position.advance(1, null);
        assertThat(position.isAtStart()).isFalse();
        assertThat(position.lastSequence()).isEqualTo(1);
    }

    @Test
    void keepsTheTimeOfTheNewestUpdate() {
        position.begin(ReportedEvents.start());
        reported.time.advance(Duration.ofSeconds(3));
        position.advance(1, null);
        assertThat(position.checkpoint())
                .isEqualTo(new StreamCheckpoint(
                        ReportedEvents.STREAM,
                        1,
                        null,
                        new ActorId("real", null, null),
                        "observeState",
                        reported.time.instant()));
    }

    @Test
    void judgesANumberByTheOneBeforeAndByWhatTheServerLeftOut() {
        position.begin(ReportedEvents.start());
        position.advance(5, null);
        assertThat(position.judge(reported.data(5, "0"))).isEqualTo(SequenceTracker.Verdict.DUPLICATE);
        assertThat(position.judge(reported.data(6, "0"))).isEqualTo(SequenceTracker.Verdict.IN_ORDER);
        assertThat(position.judge(reported.data(8, "0"))).isEqualTo(SequenceTracker.Verdict.JUMP);
        StreamDataEnvelope plain = reported.data(8, "0");
        var leavingTwoOut = new StreamDataEnvelope(
                plain.streamID(), 8, plain.data(), plain.timestamp(), new StreamDataEnvelope.Ext(null, 2L, null));
        assertThat(position.judge(leavingTwoOut)).isEqualTo(SequenceTracker.Verdict.IN_ORDER);
    }

    @Test
    void comparesNumbersAsUnsigned() {
        position.begin(ReportedEvents.start());
        position.advance(Long.MAX_VALUE, null);
        assertThat(position.lacks(Long.MIN_VALUE)).isTrue();
        assertThat(position.isBeyond(Long.MIN_VALUE)).isFalse();
        position.advance(-1L, null);
        assertThat(position.lacks(Long.MIN_VALUE)).isFalse();
        assertThat(position.isBeyond(Long.MIN_VALUE)).isTrue();
    }

    @Test
    void isInAReplayUpToTheNumberThatTheServerNamed() {
        position.begin(ReportedEvents.start());
        position.replayUntil(3);
        assertThat(position.lacks(9)).as("the replay brings it").isFalse();
        assertThat(position.advance(2, null)).isTrue();
        assertThat(position.reached(2)).as("more is to come").isTrue();
        assertThat(position.advance(3, null)).isTrue();
        assertThat(position.reached(3)).as("more is to come").isFalse();
        assertThat(position.advance(4, null)).isFalse();
        assertThat(position.lacks(9)).isTrue();
    }

    @Test
    void tellsOfAGapAsHealedOnceItsLastNumberIsReached() {
        position.begin(ReportedEvents.start());
        position.advance(2, null);
        position.healing(4);
        position.advance(3, null);
        position.reached(3);
        assertThat(reported.told).isEmpty();
        position.advance(4, null);
        position.reached(4);
        assertThat(reported.told)
                .isEqualTo(List.of(new StreamEvent.Gap<>(
                        new GapReport(ReportedEvents.STREAM, 3, 4L, GapReport.Cause.JUMPED, true))));
    }

    @Test
    void givesUpOnlyWhatIsStillMissing() {
        position.begin(ReportedEvents.start());
        position.advance(2, null);
        position.healing(6);
        position.advance(4, null);
        position.giveUpOpen();
        assertThat(reported.told)
                .isEqualTo(List.of(new StreamEvent.Gap<>(
                        new GapReport(ReportedEvents.STREAM, 5, 6L, GapReport.Cause.JUMPED, false))));
    }

    @Test
    void beginsANumberingWithoutAReplay() {
        position.begin(ReportedEvents.start());
        position.replayUntil(9);
        position.advance(5, null);
        position.begin(ReportedEvents.start());
        assertThat(position.isAtStart()).isTrue();
        assertThat(position.lacks(1)).as("no replay hides that 1 did not come").isTrue();
    }
}
