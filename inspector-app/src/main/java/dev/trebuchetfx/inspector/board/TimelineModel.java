// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.board;

import dev.trebuchetfx.inspector.survey.TimeRange;
import dev.trebuchetfx.inspector.survey.Timeline;
import dev.trebuchetfx.inspector.survey.TimelineSurvey;
import dev.trebuchetfx.inspector.worker.Snapshot;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** Connections and streams over time: which part of it shows. Confined to the FX thread. */
public final class TimelineModel {
    private static final double ZOOM = 0.5;

    private final BoardModel board;
    private final Surveyor<Question, Timeline> surveyor;
    private final ReadOnlyObjectWrapper<@Nullable Timeline> timeline = new ReadOnlyObjectWrapper<>(this, "timeline");
    private final TimeWindow window = new TimeWindow();
    private int width = 600;
    private boolean stale;

    private record Question(Snapshot snapshot, TimeRange range, int width) {}

    TimelineModel(BoardModel board, Executor background) {
        this.board = board;
        this.surveyor = new Surveyor<>(
                background,
                (asked, cancelled) -> TimelineSurvey.of(
                        asked.snapshot.view(), asked.snapshot.report().streams(), asked.range, asked.width, cancelled));
    }

    void show() {
        TimeRange whole = board.whole();
        window.setWhole(board.rangeProperty().get() == null ? whole.padded(0.02) : whole);
        stale = true;
    }

    void refresh() {
        if (stale && !surveyor.isBusy() && board.snapshot().view().size() > 0) {
            stale = false;
            surveyor.ask(new Question(board.snapshot(), window.shown(), width));
        }
        Timeline answer = surveyor.take();
        if (answer != null) {
            timeline.set(answer);
        }
    }

    boolean isSettled() {
        return (!stale || board.snapshot().view().size() == 0) && !surveyor.isBusy();
    }

    private void changed() {
        stale = true;
        refresh();
    }

    /** What to draw; null before anything was seen. */
    public ReadOnlyObjectProperty<@Nullable Timeline> timelineProperty() {
        return timeline.getReadOnlyProperty();
    }

    /** Tells how many columns of pixels there are. */
    public void setWidth(int columns) {
        if (columns != width && columns > 0) {
            width = columns;
            changed();
        }
    }

    /** Looks closer, or with -1 from further off; what is at {@code position}, from 0 to 1, stays there. */
    public void zoom(int steps, double position) {
        window.zoom(Math.pow(ZOOM, steps), position);
        changed();
    }

    /** Moves along the times, by a share of what shows. */
    public void pan(double share) {
        window.pan(share);
        changed();
    }

    /** Everything again. */
    public void reset() {
        window.reset();
        changed();
    }

    /** Selects the message of the event at an index of the log. */
    public void select(long index) {
        board.select(index);
    }

    /** Chooses the logical stream of a row. */
    public void choose(Timeline.Row row) {
        board.chooseStream(row.stream());
    }

    /** The number of the chosen logical stream; 0 for none. */
    public int chosenStream() {
        return board.chosenNumber();
    }
}
