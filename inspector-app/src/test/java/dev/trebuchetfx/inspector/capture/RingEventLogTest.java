// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.client.tap.TapHub;
import dev.trebuchetfx.inspector.story.Story;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RingEventLogTest {
    private final TapHub hub = new TapHub();
    private final Story story = new Story(hub);

    private RingEventLog log(int maxEvents, long maxBytes) {
        RingEventLog log = new RingEventLog(new CaptureLimits(maxEvents, maxBytes));
        hub.attach(log::append);
        return log;
    }

    @Test
    void keepsTheNewestEventsAndCountsTheOthers() {
        RingEventLog log = log(100, Long.MAX_VALUE);
        Story.Line line = story.connect().open(1, "todos", "observeState");
        story.updates(line, 1, 10_000);
        EventLog.Extent extent = log.extent();
        assertThat(extent.held()).isEqualTo(100);
        assertThat(extent.evicted()).isEqualTo(extent.end() - 100).isGreaterThan(29_000);
        assertThat(log.get(extent.first() - 1)).isNull();
        assertThat(log.get(extent.first())).isNotNull();
        assertThat(log.get(extent.end())).isNull();
    }

    @Test
    void keepsWithinItsBytes() {
        RingEventLog log = log(1_000_000, 50_000);
        Story.Line line = story.connect().open(1, "todos", "observeState");
        story.updates(line, 1, 1_000);
        assertThat(log.extent().bytes()).isBetween(40_000L, 50_000L);
        assertThat(log.extent().evicted()).isPositive();
    }

    @Test
    void readsOnFromWhereItLeftOffAndPassesOverWhatIsGone() {
        RingEventLog log = log(10, Long.MAX_VALUE);
        Story.Line line = story.connect().open(1, "todos", "observeState");
        story.updates(line, 1, 20);
        List<Long> indices = new ArrayList<>();
        long next = log.read(0, 4, (event, index) -> indices.add(index));
        next = log.read(next, 100, (event, index) -> indices.add(index));
        assertThat(next).isEqualTo(log.extent().end());
        assertThat(indices).hasSize(10).startsWith(log.extent().first()).isSorted();
    }

    @Test
    void rememberWhichStreamsThereAreAfterTheirStartIsGone() {
        RingEventLog log = log(10, Long.MAX_VALUE);
        Story.Line line = story.connect().open(1, "todos", "observeState");
        story.updates(line, 1, 50);
        assertThat(log.landmarks())
                .extracting(event -> (Object) event.getClass())
                .containsExactly(
                        TapEvent.ConnectionChanged.class, TapEvent.StreamOpened.class, TapEvent.StreamStarted.class);
    }

    @Test
    void forgetsStreamsThatWereClosed() {
        RingEventLog log = log(10, Long.MAX_VALUE);
        Story.Line line = story.connect().open(1, "todos", "observeState");
        story.emit(new TapEvent.StreamClosed(story.instant(), 1, "closed by the application"));
        story.updates(line, 1, 50);
        assertThat(log.landmarks()).noneMatch(TapEvent.StreamOpened.class::isInstance);
    }

    @Test
    void countsWhatComesWhileItDoesNotRecord() {
        RingEventLog log = log(100, Long.MAX_VALUE);
        log.setRecording(false);
        story.connect();
        assertThat(log.extent().held()).isZero();
        assertThat(log.extent().notRecorded()).isEqualTo(2);
    }
}
