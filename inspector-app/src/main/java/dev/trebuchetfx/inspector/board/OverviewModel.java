// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.board;

import dev.trebuchetfx.inspector.audit.Problem;
import dev.trebuchetfx.inspector.survey.EventDensity;
import dev.trebuchetfx.inspector.survey.TimeRange;
import dev.trebuchetfx.inspector.worker.Snapshot;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** How many events came when, over all times, and the range to which every view is narrowed. Confined to the FX thread. */
public final class OverviewModel {
    private static final double FIRST_SHARE = 0.1;
    /** How many columns a mark takes, with a number beside it. */
    private static final double MARK = 26;

    private static final double LEAST_SHARE = 0.002;

    private final BoardModel board;
    private final Surveyor<Question, Shown> surveyor;
    private final ReadOnlyObjectWrapper<@Nullable Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown");
    private int width = 600;

    /** What to draw. Problems are of all times, the worst first; marks stand for them, in the order of time. */
    public record Shown(EventDensity density, List<Problem> problems, List<OverviewMark> marks) {}

    private record Question(Snapshot snapshot, int width) {}

    OverviewModel(BoardModel board, Executor background) {
        this.board = board;
        this.surveyor = new Surveyor<>(background, (asked, cancelled) -> {
            TimeRange all = TimeRange.of(asked.snapshot.view());
            List<Problem> problems = asked.snapshot.report().problems();
            return new Shown(
                    EventDensity.of(asked.snapshot.view(), all, asked.width),
                    problems,
                    OverviewMark.of(problems, all, MARK / asked.width));
        });
    }

    void show() {
        if (board.snapshot().view().size() > 0) {
            surveyor.ask(new Question(board.snapshot(), width));
        }
        refresh();
    }

    void refresh() {
        Shown answer = surveyor.take();
        if (answer != null) {
            shown.set(answer);
        }
    }

    boolean isSettled() {
        return !surveyor.isBusy();
    }

    /** Null before anything came. */
    public ReadOnlyObjectProperty<@Nullable Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** Tells how many columns of pixels there are. */
    public void setWidth(int columns) {
        if (columns != width && columns > 0) {
            width = columns;
            show();
        }
    }

    /** To what every view is narrowed; null for nothing. */
    public ObjectProperty<@Nullable TimeRange> rangeProperty() {
        return board.rangeProperty();
    }

    /** Narrows every view to what lies between two positions, each from 0 to 1; too little for anything widens to what can be seen. */
    public void narrow(double one, double other) {
        Shown now = shown.get();
        if (now != null) {
            double from = Math.clamp(Math.min(one, other), 0, 1 - LEAST_SHARE);
            double to = Math.clamp(Math.max(one, other), from + LEAST_SHARE, 1);
            TimeRange all = now.density().range();
            rangeProperty().set(new TimeRange(all.at(from), all.at(to)));
        }
    }

    /** Selects the event at which the worst of a mark's problems shows. */
    public void select(OverviewMark mark) {
        board.select(mark.worst().index());
    }

    /** Every view shows all times again. */
    public void clear() {
        rangeProperty().set(null);
    }

    /** Moves the range by a share of all times; without one, makes one at the end that is moved away from. */
    public void move(double share) {
        change(share, share);
    }

    /** Moves the end of the range by a share of all times. */
    public void stretch(double share) {
        change(0, share);
    }

    private void change(double from, double to) {
        Shown now = shown.get();
        if (now == null) {
            return;
        }
        TimeRange all = now.density().range();
        TimeRange range = rangeProperty().get();
        if (range == null) {
            narrow(to > 0 ? 0 : 1 - FIRST_SHARE, to > 0 ? FIRST_SHARE : 1);
            return;
        }
        double begin = all.position(range.from());
        double end = all.position(range.to());
        double by = from == 0 ? 0 : Math.clamp(from, -begin, Math.max(0, 1 - end));
        narrow(begin + by, from == 0 ? Math.max(begin + LEAST_SHARE, end + to) : end + by);
    }

    /** In words, for those who can't see it. */
    public String spoken() {
        Shown now = shown.get();
        if (now == null) {
            return "Overview: nothing came yet";
        }
        TimeRange range = rangeProperty().get();
        String all = "Overview: " + board.duration(now.density().range().length()) + ", "
                + now.density().total() + " events, " + now.problems().size() + " problems";
        return range == null
                ? all + "; all times show"
                : all + "; narrowed to " + board.duration(range.length()) + " from " + board.time(range.from());
    }

    /** When the range begins and how long it is; empty for none. */
    public String rangeInWords() {
        TimeRange range = rangeProperty().get();
        return range == null
                ? ""
                : board.time(range.from()) + " – " + board.time(range.to()) + " · " + board.duration(range.length());
    }
}
