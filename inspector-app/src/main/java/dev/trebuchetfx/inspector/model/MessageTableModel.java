// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.analysis.CaptureAnalysis;
import dev.trebuchetfx.inspector.analysis.MessageIndex;
import dev.trebuchetfx.inspector.analysis.StreamAnalysis;
import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.StreamName;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/**
 * The message table: which rows show, which is selected, which is on top.
 *
 * <p>A row has a number of its own that never changes; a position is where it stands among those that show. Selection and
 * scroll position hold on to rows, so that they stay where they are while others come, go or are filtered. Confined to the FX
 * thread.
 */
public final class MessageTableModel {
    /** No row. */
    public static final long NONE = -1;

    /** What is worth a stop on the way from one problem to the next. */
    private static final Set<Verdict> PROBLEMS =
            EnumSet.of(Verdict.MISSING, Verdict.DUPLICATE, Verdict.UNDECODABLE, Verdict.RESTART, Verdict.ERROR);

    private final EventLog log;
    private final CaptureAnalysis analysis;
    private final MessageFilterModel filter = new MessageFilterModel();
    private final DateTimeFormatter clock;
    private final RowList shown = new RowList();
    private final ReadOnlyLongWrapper selectedRow = new ReadOnlyLongWrapper(this, "selectedRow", NONE);
    private final ReadOnlyLongWrapper revision = new ReadOnlyLongWrapper(this, "revision");
    private final BooleanProperty follow = new SimpleBooleanProperty(this, "follow", true);
    private LogCursor cursor;
    private long evaluatedTo;
    private long topRow = NONE;
    private int viewportRows = 20;

    MessageTableModel(EventLog log, CaptureAnalysis analysis, ZoneId zone) {
        this.log = log;
        this.cursor = log.view().cursor();
        this.analysis = analysis;
        this.clock = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
        filter.textProperty().subscribe(this::rebuild);
        filter.thisStreamProperty().subscribe(this::rebuild);
        filter.gapsProperty().subscribe(this::rebuild);
        filter.replayProperty().subscribe(this::rebuild);
        filter.errorsProperty().subscribe(this::rebuild);
        filter.heartbeatsProperty().subscribe(this::rebuild);
        follow.subscribe(on -> {
            if (on) {
                scrollToEnd();
            }
        });
    }

    /** Takes in what the analysis found since the last call. */
    void refresh() {
        MessageIndex rows = analysis.rows();
        boolean oldOnesChanged = rows.takeLowestChanged() < evaluatedTo;
        if (oldOnesChanged && !filter.isTrivial()) {
            shown.clear();
            evaluatedTo = 0;
        }
        evaluate();
        filter.count(rows);
        if (follow.get()) {
            scrollToEnd();
        }
        revision.set(revision.get() + 1);
    }

    /** Tells which stream is the chosen one. */
    void setStream(int stream) {
        if (filter.setStream(stream)) {
            rebuild();
        }
    }

    private void rebuild() {
        shown.clear();
        evaluatedTo = 0;
        evaluate();
        if (follow.get()) {
            scrollToEnd();
        }
        revision.set(revision.get() + 1);
    }

    private void evaluate() {
        MessageIndex rows = analysis.rows();
        shown.dropBefore(rows.first());
        for (long row = Math.max(evaluatedTo, rows.first()); row < rows.end(); row++) {
            long candidate = row;
            if (filter.accepts(rows, candidate, () -> searched(candidate))) {
                shown.add(row);
            }
        }
        evaluatedTo = rows.end();
    }

    private String searched(long row) {
        LogCursor event = event(row);
        return event == null
                ? ""
                : MessageTexts.type(event) + " " + streamName(row) + " "
                        + analysis.rows().verdict(row).word() + " " + MessageTexts.preview(event);
    }

    /** How many rows show. */
    public int size() {
        return shown.size();
    }

    /** How many rows there are, hidden ones included. */
    public long total() {
        return analysis.rows().end() - analysis.rows().first();
    }

    /** The row at a position. */
    public long rowAt(int position) {
        return shown.get(position);
    }

    /** Where a row stands, or where it would if it showed. */
    public int positionOf(long row) {
        return shown.positionOf(row);
    }

    /** The row in words; null where its event is no longer held. */
    public @Nullable MessageRow describe(long row) {
        MessageIndex rows = analysis.rows();
        String sincePrevious = sincePrevious(row);
        LogCursor event = event(row);
        if (event == null) {
            return null;
        }
        long sequence = rows.sequence(row);
        int size = MessageTexts.size(event);
        return new MessageRow(
                row,
                clock.format(event.instant()),
                sincePrevious,
                MessageTexts.direction(event),
                MessageTexts.type(event),
                streamName(row),
                sequence == 0 ? "" : Texts.sequence(sequence),
                size < 0 ? "" : Texts.bytes(size),
                rows.verdict(row),
                MessageTexts.preview(event));
    }

    private String sincePrevious(long row) {
        LogCursor previous = event(row - 1);
        if (previous == null) {
            return "";
        }
        long before = previous.time();
        LogCursor event = event(row);
        return event == null ? "" : "+" + Texts.duration(Duration.ofNanos(event.time() - before));
    }

    /** Stands on the event of a row, until the next call; null where it is no longer held. */
    @Nullable
    LogCursor event(long row) {
        MessageIndex rows = analysis.rows();
        if (!rows.holds(row)) {
            return null;
        }
        if (!cursor.moveTo(rows.logIndex(row))) {
            cursor = log.view().cursor();
        }
        return cursor.moveTo(rows.logIndex(row)) ? cursor : null;
    }

    private String streamName(long row) {
        StreamAnalysis stream = analysis.stream(analysis.rows().stream(row));
        return stream == null ? "" : stream.actor();
    }

    // Selection

    /** The row whose details show, or {@link #NONE}. */
    public ReadOnlyLongProperty selectedRowProperty() {
        return selectedRow.getReadOnlyProperty();
    }

    /** Selects a row and brings it into view; anything but the last stops following. */
    public void select(long row) {
        if (shown.size() == 0) {
            return;
        }
        int position = Math.clamp(shown.positionOf(row), 0, shown.size() - 1);
        if (position < shown.size() - 1) {
            follow.set(false);
        }
        selectedRow.set(shown.get(position));
        reveal(position);
    }

    /** Moves the selection by so many positions. */
    public void moveSelection(int by) {
        if (shown.size() == 0) {
            return;
        }
        int position = selectedRow.get() == NONE
                ? (by > 0 ? topPosition() - 1 : topPosition() + 1)
                : shown.positionOf(selectedRow.get());
        select(shown.get(Math.clamp((long) position + by, 0, shown.size() - 1)));
    }

    /**
     * Selects the problem after the selected row, or before it where {@code step} is -1, among the rows that show: a gap, a
     * duplicate, a restart, an error or what can't be read. Returns false, and leaves the selection, where there is none.
     */
    public boolean selectProblem(int step) {
        int from = selectedRow.get() == NONE
                ? (step > 0 ? -1 : shown.size())
                : shown.positionOf(selectedRow.get()) - (step > 0 && !shown.contains(selectedRow.get()) ? 1 : 0);
        for (int position = from + step; position >= 0 && position < shown.size(); position += step) {
            if (PROBLEMS.contains(analysis.rows().verdict(shown.get(position)))) {
                select(shown.get(position));
                return true;
            }
        }
        return false;
    }

    /** Selects the first row that shows. */
    public void selectFirst() {
        if (shown.size() > 0) {
            select(shown.get(0));
        }
    }

    /** Selects the last row that shows, and follows. */
    public void selectLast() {
        if (shown.size() > 0) {
            select(shown.get(shown.size() - 1));
        }
        follow.set(true);
    }

    /**
     * Selects the message that brought a number of a server stream, or what is next best: one that brought it again. Shows
     * everything again if a filter hides it.
     */
    public void selectSequence(UUID streamID, long sequence) {
        MessageIndex rows = analysis.rows();
        long best = NONE;
        for (long row = rows.end() - 1; row >= rows.first(); row--) {
            if (rows.sequence(row) == sequence && isUpdateOf(streamID, row)) {
                best = row;
                if (rows.verdict(row).isAccepted()) {
                    break;
                }
            }
        }
        if (best == NONE) {
            return;
        }
        if (!shown.contains(best)) {
            filter.clear();
        }
        select(best);
    }

    private boolean isUpdateOf(UUID streamID, long row) {
        LogCursor event = event(row);
        if (event == null || event.kind() != EventKind.STREAM_DATA) {
            return false;
        }
        StreamName name = event.stream();
        return name != null && streamID.equals(name.streamID());
    }

    // Scrolling

    /** The position on top of the viewport. */
    public int topPosition() {
        int top = topRow == NONE ? 0 : shown.positionOf(topRow);
        return Math.clamp(top, 0, Math.max(0, shown.size() - viewportRows));
    }

    /** Scrolls so that this position is on top; upwards stops following. */
    public void scrollTo(int position) {
        int limit = Math.max(0, shown.size() - viewportRows);
        int target = Math.clamp(position, 0, limit);
        if (target < topPosition()) {
            follow.set(false);
        }
        top(target);
    }

    /** How many whole rows the viewport has room for. */
    public void setViewportRows(int rows) {
        int position = shown.positionOf(selectedRow.get());
        boolean selectionShows = shown.contains(selectedRow.get())
                && position >= topPosition()
                && position < topPosition() + viewportRows;
        viewportRows = Math.max(1, rows);
        if (follow.get()) {
            scrollToEnd();
        } else if (selectionShows) {
            reveal(position);
        }
    }

    public int viewportRows() {
        return viewportRows;
    }

    private void reveal(int position) {
        int top = topPosition();
        if (position < top - viewportRows || position >= top + 2 * viewportRows) {
            // From far away it comes to the middle, with its neighbours around it.
            top(Math.clamp(position - viewportRows / 2L, 0, Math.max(0, shown.size() - viewportRows)));
        } else if (position < top) {
            top(position);
        } else if (position >= top + viewportRows) {
            top(position - viewportRows + 1);
        } else {
            revision.set(revision.get() + 1);
        }
    }

    private void scrollToEnd() {
        top(Math.max(0, shown.size() - viewportRows));
    }

    private void top(int position) {
        topRow = shown.size() == 0 ? NONE : shown.get(Math.min(position, shown.size() - 1));
        revision.set(revision.get() + 1);
    }

    /** Whether the newest rows stay in view. */
    public BooleanProperty followProperty() {
        return follow;
    }

    public MessageFilterModel filter() {
        return filter;
    }

    /** Changes whenever the table has to be drawn anew. */
    public ReadOnlyLongProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }
}
