// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.internal.patience.RestartBrake;
import dev.trebuchetfx.client.internal.update.DeltaStreamApplier;
import dev.trebuchetfx.client.internal.update.LocalFilter;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ShownStateTest {
    private static final UUID BEFORE = new UUID(6, 1);

    private final ReportedEvents reported = new ReportedEvents();
    private final Gaps gaps = new Gaps(reported.reporter, false);
    private final StreamPosition position = new StreamPosition(reported.time, gaps);
    private final RestartBrake brake = new RestartBrake(reported.time);
    private final LocalFilter local = new LocalFilter(reported.time, Runnable::run);
    private final ShownState shown = new ShownState(reported.reporter, position, brake, local);

    private void offer(long sequence, String json) {
        StreamDataEnvelope data = reported.data(sequence, json);
        position.advance(sequence, null);
        shown.offer(data, new DeltaStreamApplier.Result.Applied(StateValue.of(data.data()), false, data.data()), false);
    }

    @Test
    void showsEachStateAndKnowsTheSizeOfTheNewest() {
        position.begin(ReportedEvents.start());
        assertThat(shown.isEmpty()).isTrue();
        assertThat(shown.size()).isZero();
        offer(1, "10");
        offer(2, "200");
        assertThat(reported.updates()).containsExactly("1=10", "2=200");
        assertThat(shown.isEmpty()).isFalse();
        assertThat(shown.size()).isEqualTo(3);
    }

    @Test
    void showsNothingAgainThatAnUnexplainedRestartBeginsWith() {
        shown.restore(StateValue.of(reported.data(0, "10").data()));
        position.begin(ReportedEvents.start());
        shown.follows(new Succession(BEFORE, 4, null, null));
        offer(1, "10");
        assertThat(reported.told).as("the state is the one shown").isEmpty();
        assertThat(shown.succession()).isNull();
        offer(2, "11");
        assertThat(reported.updates()).containsExactly("2=11");
    }

    @Test
    void tellsOfAGapWhereAnUnexplainedRestartBeginsWithAnotherState() {
        shown.restore(StateValue.of(reported.data(0, "10").data()));
        position.begin(ReportedEvents.start());
        shown.follows(new Succession(BEFORE, 4, null, null));
        offer(1, "12");
        assertThat(reported.told.getFirst())
                .isEqualTo(new StreamEvent.Gap<>(new GapReport(BEFORE, 5, null, GapReport.Cause.UNKNOWN, false)));
        assertThat(reported.updates()).containsExactly("1=12");
    }

    @Test
    void leavesOutWhatTheClientsOwnFilterDoesNotPass() {
        position.begin(ReportedEvents.start());
        local.use(StreamFilter.where("/count > 5"));
        offer(1, "{\"count\":1}");
        offer(2, "{\"count\":9}");
        assertThat(reported.updates()).containsExactly("2={\"count\":9}");
    }

    @Test
    void showsTheNewestStateAgainOnlyWhereAnotherFilterChangesIt() {
        position.begin(ReportedEvents.start());
        offer(1, "{\"count\":1,\"name\":\"a\"}");
        shown.showAgain();
        assertThat(reported.updates()).hasSize(1);
        local.use(StreamFilter.fields("/count"));
        shown.showAgain();
        assertThat(reported.updates()).last().isEqualTo("1={\"count\":1}");
    }

    @Test
    void showsNothingAfterAGapThatIsFatal() {
        Gaps fatal = new Gaps(reported.reporter, true);
        StreamPosition broken = new StreamPosition(reported.time, fatal);
        ShownState stopped =
                new ShownState(reported.reporter, broken, brake, new LocalFilter(reported.time, Runnable::run));
        broken.begin(ReportedEvents.start());
        broken.giveUp(3, GapReport.Cause.JUMPED);
        StreamDataEnvelope data = reported.data(4, "4");
        stopped.offer(
                data, new DeltaStreamApplier.Result.Applied(StateValue.of(data.data()), false, data.data()), false);
        assertThat(reported.updates()).isEqualTo(List.of());
    }
}
