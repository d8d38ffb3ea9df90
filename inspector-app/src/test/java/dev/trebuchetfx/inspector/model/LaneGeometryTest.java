// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.source.ClientSource;
import dev.trebuchetfx.inspector.story.Stories;
import dev.trebuchetfx.inspector.story.Story;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LaneGeometryTest {
    private final TapHub hub = new TapHub();
    private final Story story = new Story(hub);
    private final InspectorModel model = new InspectorModel(
            ClientSource.attachTo(hub, new EventLog(CaptureLimits.DEFAULT), null), story, ZoneOffset.UTC);
    private final LaneModel lane = model.lane();

    @Test
    void aPlaceOnTheLaneIsTheNumberThatStandsThere() {
        Stories.everything(story);
        model.refresh();
        LaneGeometry geometry = lane.geometry();
        assertThat(geometry.parts()).hasSize(2);
        for (int part = 0; part < 2; part++) {
            for (long sequence = 1; sequence <= 15; sequence++) {
                double middle = geometry.x(part, sequence) + geometry.cellWidth() / 2;
                assertThat(geometry.hit(middle)).isEqualTo(new LaneGeometry.Hit(part, sequence));
            }
        }
        assertThat(geometry.hit(0)).isNull();
        assertThat(geometry.hit(geometry.partX(1) - LaneGeometry.DIVIDER / 2)).isNull();
    }

    @Test
    void followsTheNewestNumberUntilScrolledAway() {
        lane.setViewportWidth(400);
        Stories.everything(story);
        model.refresh();
        assertThat(lane.scroll()).isEqualTo(lane.maxScroll()).isPositive();
        lane.scrollTo(10);
        assertThat(lane.followProperty().get()).isFalse();
        assertThat(lane.scroll()).isEqualTo(10);
        lane.resetZoom();
        assertThat(lane.scroll()).isEqualTo(lane.maxScroll());
    }

    @Test
    void zoomsAroundThePointer() {
        lane.setViewportWidth(400);
        story.updates(story.connect().open(1, "todos", "observeState"), 1, 1_000);
        model.refresh();
        lane.scrollTo(5_000);
        LaneGeometry before = lane.geometry();
        LaneGeometry.Hit under = Objects.requireNonNull(before.hit(lane.scroll() + 200));
        lane.zoom(1, 200);
        LaneGeometry.Hit after = Objects.requireNonNull(lane.geometry().hit(lane.scroll() + 200));
        assertThat(lane.geometry().cellWidth()).isGreaterThan(before.cellWidth());
        assertThat(Math.abs(after.sequence() - under.sequence())).isLessThanOrEqualTo(1);
    }
}
