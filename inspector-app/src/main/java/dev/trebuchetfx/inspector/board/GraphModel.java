// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.board;

import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.survey.GraphSurvey;
import dev.trebuchetfx.inspector.survey.StreamGraph;
import dev.trebuchetfx.inspector.survey.TimeRange;
import dev.trebuchetfx.inspector.survey.Verdicts;
import dev.trebuchetfx.inspector.worker.Snapshot;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/** The graph of the chosen stream: which part of it shows. Confined to the FX thread. */
public final class GraphModel {
    private static final double ZOOM = 0.5;

    private final BoardModel board;
    private final Surveyor<Question, StreamGraph> surveyor;
    private final ReadOnlyObjectWrapper<@Nullable StreamGraph> graph = new ReadOnlyObjectWrapper<>(this, "graph");
    private final BooleanProperty crosshair = new SimpleBooleanProperty(this, "crosshair", false);
    private final TimeWindow window = new TimeWindow();
    private @Nullable StreamCard card;
    private int width = 600;
    private boolean stale;
    private final ReadOnlyDoubleWrapper raised = new ReadOnlyDoubleWrapper(this, "raised");

    private record Question(Snapshot snapshot, StreamCard card, TimeRange range, int width) {}

    GraphModel(BoardModel board, Executor background) {
        this.board = board;
        this.surveyor = new Surveyor<>(
                background,
                (asked, cancelled) -> GraphSurvey.of(
                        asked.snapshot.view(),
                        Verdicts.of(asked.snapshot.rows()),
                        asked.card,
                        asked.range,
                        asked.width,
                        cancelled));
    }

    /** Another snapshot shows, or another stream was chosen. */
    void show(@Nullable StreamCard chosen) {
        boolean other = card == null || chosen == null || card.number() != chosen.number();
        card = chosen;
        if (other) {
            window.reset();
            raised.set(0);
            graph.set(null);
        }
        TimeRange whole = board.whole();
        window.setWhole(board.rangeProperty().get() == null ? whole.padded(0.02) : whole);
        stale = true;
    }

    /** Has drawn what changed, and takes what is ready; once a pulse. */
    void refresh() {
        StreamCard asked = card;
        if (stale && asked != null && !surveyor.isBusy()) {
            stale = false;
            surveyor.ask(new Question(board.snapshot(), asked, window.shown(), width));
        }
        StreamGraph answer = surveyor.take();
        if (answer != null && card != null) {
            graph.set(answer);
        }
    }

    boolean isSettled() {
        return (!stale || card == null) && !surveyor.isBusy();
    }

    private void changed() {
        stale = true;
        refresh();
    }

    /** What to draw; null while no stream is chosen. */
    public ReadOnlyObjectProperty<@Nullable StreamGraph> graphProperty() {
        return graph.getReadOnlyProperty();
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

    /** Moves along the numbers, by a share of what shows. */
    public void raise(double share) {
        raised.set(Math.clamp(raised.get() + share, -5, 5));
    }

    /** Everything again. */
    public void reset() {
        window.reset();
        raised.set(0);
        changed();
    }

    /** By how much of what shows the numbers are moved; 0 where they fit. */
    public ReadOnlyDoubleProperty raisedProperty() {
        return raised.getReadOnlyProperty();
    }

    /** Whether all times show. */
    public boolean isWhole() {
        return window.isWhole();
    }

    /** Whether lines follow the mouse, with time and number in words. */
    public BooleanProperty crosshairProperty() {
        return crosshair;
    }

    /** Selects the message of the event at an index of the log. */
    public void select(long index) {
        board.select(index);
    }

    /** Where in the log the selected event stands; -1 for none. */
    public long selectedEvent() {
        return board.selectedEvent();
    }

    /** Selects the update after the selected event, or before it where {@code step} is -1, among those that are drawn one by one. */
    public boolean selectNext(int step) {
        StreamGraph drawn = graph.get();
        if (drawn == null || drawn.points() == null) {
            return board.selectInStream(step);
        }
        long from = board.selectedEvent();
        int size = drawn.points().size();
        if (step > 0) {
            for (int i = 0; i < size; i++) {
                if (drawn.points().index(i) > from) {
                    board.select(drawn.points().index(i));
                    return true;
                }
            }
        } else {
            for (int i = size - 1; i >= 0; i--) {
                if (drawn.points().index(i) < from || from < 0) {
                    board.select(drawn.points().index(i));
                    return true;
                }
            }
        }
        return false;
    }
}
