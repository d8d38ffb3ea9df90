// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.analysis.MessageRows;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.Hole;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.StreamName;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.inspector.worker.Snapshot;
import dev.trebuchetfx.inspector.worker.TableQuery;
import dev.trebuchetfx.inspector.worker.TableRows;
import java.time.ZoneId;
import java.util.UUID;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/**
 * The message table: which rows show, which is selected, which is on top.
 *
 * <p>A row has a number of its own that never changes; a position is where it stands among those that show. Selection and
 * scroll position hold on to rows, so that they stay where they are while others come, go or are filtered. Confined to the FX
 * thread; what it shows is a snapshot, made elsewhere.
 */
public final class MessageTableModel {
    /** No row. */
    public static final long NONE = -1;

    private final MessageFilterModel filter;
    private final NotesModel notes;
    private final RowReader reader;
    private final ReadOnlyStringWrapper revealed = new ReadOnlyStringWrapper(this, "revealed", "");
    private final ReadOnlyLongWrapper selectedRow = new ReadOnlyLongWrapper(this, "selectedRow", NONE);
    private final ReadOnlyLongWrapper revision = new ReadOnlyLongWrapper(this, "revision");
    private final BooleanProperty follow = new SimpleBooleanProperty(this, "follow", true);
    private Snapshot snapshot;
    private TableRows shown;
    private long topRow = NONE;
    private int viewportRows = 20;
    /** The other end of what is selected; often the selected row itself. */
    private long anchorRow = NONE;
    /** How far below the top the selected row was when it last showed. */
    private int selectedOffset = -1;

    private long wantedRow = NONE;
    private @Nullable Long reference;

    MessageTableModel(Snapshot first, MessageFilterModel filter, NotesModel notes, ZoneId zone) {
        this.snapshot = first;
        this.shown = first.table();
        this.filter = filter;
        this.notes = notes;
        this.reader = new RowReader(first, zone);
        follow.subscribe(on -> {
            if (on) {
                scrollToEnd();
            }
        });
        notes.notesProperty().subscribe(this::changed);
    }

    /** Shows another snapshot; the selected row and the one on top stay what they are. */
    void show(Snapshot next) {
        boolean selectionShows = shown.shown().contains(selectedRow.get());
        if (selectionShows) {
            selectedOffset = shown.shown().positionOf(selectedRow.get()) - topPosition();
        }
        boolean otherQuery = next.table().run() != shown.run();
        boolean worthShowing = !otherQuery || isWorthShowing(next.table());
        snapshot = next;
        reader.show(next);
        if (worthShowing) {
            shown = next.table();
        }
        if (follow.get()) {
            scrollToEnd();
        } else if (otherQuery && worthShowing) {
            keepSelectionInPlace();
        }
        if (wantedRow != NONE && shown.shown().contains(wantedRow)) {
            select(wantedRow);
        }
        changed();
    }

    /** What another query finds shows when it is all there, or as much as there is room for. */
    private boolean isWorthShowing(TableRows found) {
        boolean asBefore = found.query().equals(shown.query());
        return found.isComplete() || (!asBefore && found.shown().size() >= viewportRows);
    }

    /** Among other neighbours the selected row stands where it stood. */
    private void keepSelectionInPlace() {
        long row = selectedRow.get();
        if (row != NONE && shown.shown().contains(row)) {
            boolean near = selectedOffset >= 0 && selectedOffset < viewportRows;
            top(Math.max(0, shown.shown().positionOf(row) - (near ? selectedOffset : viewportRows / 2)));
        }
    }

    private void changed() {
        revision.set(revision.get() + 1);
    }

    /** How many rows show. */
    public int size() {
        return shown.shown().size();
    }

    /** How many rows there are, those that the filter hides included, but for heartbeats that are not asked for. */
    public long total() {
        return shown.looked();
    }

    /** What the filter found, which may be a part as long as it looks. */
    public TableRows found() {
        return shown;
    }

    /** How far the newest search is, which may be ahead of what shows. */
    public TableRows searching() {
        return snapshot.table();
    }

    /** The snapshot that shows. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** The row at a position. */
    public long rowAt(int position) {
        return shown.shown().get(position);
    }

    /** Where a row stands, or where it would if it showed. */
    public int positionOf(long row) {
        return shown.shown().positionOf(row);
    }

    /** Whether a row stands out since it matches. */
    public boolean isHighlighted(long row) {
        return shown.query().mode() == TableQuery.Mode.HIGHLIGHT
                && !shown.query().isTrivial()
                && shown.matched().contains(row);
    }

    /** What is missing right before the row at a position, in words; null where nothing is. */
    public @Nullable String missingBefore(int position) {
        long before =
                position == 0 ? -1 : rows().holds(rowAt(position - 1)) ? rows().logIndex(rowAt(position - 1)) : -1;
        long here = rows().holds(rowAt(position)) ? rows().logIndex(rowAt(position)) : -1;
        for (Hole hole : snapshot.holes()) {
            if (hole.index() > before && hole.index() <= here && hole.count() > 0) {
                return hole.reason() == Hole.Reason.EVICTED
                        ? Texts.count(hole.count(), "older event", "older events") + " dropped"
                        : Texts.count(hole.count(), "event", "events") + " "
                                + hole.reason().word();
            }
        }
        return null;
    }

    /** The row in words; null where its event is no longer held. */
    public @Nullable MessageRow describe(long row) {
        return reader.describe(row, notes.notesProperty().get());
    }

    /** Stands on the event of a row, until the next call; null where it is no longer held. */
    @Nullable
    LogCursor event(long row) {
        return reader.event(row);
    }

    private MessageRows rows() {
        return snapshot.rows();
    }

    // Selection

    /** The row whose details show, or {@link #NONE}. */
    public ReadOnlyLongProperty selectedRowProperty() {
        return selectedRow.getReadOnlyProperty();
    }

    /** Selects a row and brings it into view; anything but the last stops following. */
    public void select(long row) {
        if (size() > 0) {
            anchorRow = rowAt(Math.clamp(positionOf(row), 0, size() - 1));
        }
        selectTo(row);
    }

    /** Selects all from where the last selection began up to a row, which becomes the one whose details show. */
    public void selectTo(long row) {
        wantedRow = NONE;
        if (size() == 0) {
            return;
        }
        if (anchorRow == NONE) {
            anchorRow = selectedRow.get();
        }
        int position = Math.clamp(positionOf(row), 0, size() - 1);
        if (position < size() - 1) {
            follow.set(false);
        }
        selectedRow.set(rowAt(position));
        reveal(position);
    }

    /** Whether a row that shows is selected, alone or with others. */
    public boolean isSelected(long row) {
        return row >= firstSelected() && row <= lastSelected() && selectedRow.get() != NONE;
    }

    /** The first of the selected rows; {@link #NONE} where none is. */
    public long firstSelected() {
        return anchorRow == NONE ? selectedRow.get() : Math.min(anchorRow, selectedRow.get());
    }

    /** The last of the selected rows; {@link #NONE} where none is. */
    public long lastSelected() {
        return Math.max(anchorRow, selectedRow.get());
    }

    /** Selects every row that shows. */
    public void selectAll() {
        if (size() > 0) {
            follow.set(false);
            anchorRow = rowAt(0);
            selectedRow.set(rowAt(size() - 1));
            changed();
        }
    }

    /** Returns a sentence that says how the filter was changed to show a row that it hid; empty before the first time. */
    public ReadOnlyStringProperty revealedProperty() {
        return revealed.getReadOnlyProperty();
    }

    /** Selects a row even where the filter hides it: then all rows show, and what matches is highlighted. */
    public void selectAnyway(long row) {
        if (!shown.shown().contains(row) && rows().holds(row)) {
            LogCursor hidden = event(row);
            // Told each time, also in the same words.
            revealed.set("");
            revealed.set(filter.reveal(snapshot.rows().verdict(row), hidden == null ? 0 : hidden.time()));
            if (!shown.shown().contains(row)) {
                // The worker has not yet found it.
                follow.set(false);
                wantedRow = row;
                return;
            }
        }
        select(row);
    }

    /** Selects the row of the event at an index of the log, or the one after it, even where the filter hides it. */
    public void selectEvent(long logIndex) {
        long row = Math.min(rows().rowOf(logIndex), rows().end() - 1);
        if (rows().holds(row)) {
            selectAnyway(row);
        }
    }

    /** Where in the log the event of the selected row stands; {@link #NONE} where no row is selected. */
    public long selectedEvent() {
        long row = selectedRow.get();
        return rows().holds(row) ? rows().logIndex(row) : NONE;
    }

    /** Moves the selection by so many positions. */
    public void moveSelection(int by) {
        moveSelection(by, false);
    }

    /** {@code extend}: what was selected stays so, up to there. */
    public void moveSelection(int by, boolean extend) {
        if (size() == 0) {
            return;
        }
        int position = selectedRow.get() == NONE
                ? (by > 0 ? topPosition() - 1 : topPosition() + 1)
                : positionOf(selectedRow.get());
        long row = rowAt(Math.clamp((long) position + by, 0, size() - 1));
        if (extend && selectedRow.get() != NONE) {
            selectTo(row);
        } else {
            select(row);
        }
    }

    /**
     * Selects the problem after the selected row, or before it where {@code step} is -1, among the rows that show: a gap, a
     * duplicate, a restart, an error or what can't be read. Returns false, and leaves the selection, where there is none.
     */
    public boolean selectProblem(int step) {
        long row = selectedRow.get() == NONE ? (step > 0 ? rows().first() - 1 : rows().end()) : selectedRow.get();
        do {
            row = rows().nextProblem(row, step);
        } while (row != NONE && !shown.shown().contains(row));
        if (row != NONE) {
            select(row);
        }
        return row != NONE;
    }

    /** Selects the next row that shows of the stream of the selected one, or the one before; false where there is none. */
    public boolean selectInStream(int step) {
        long from = selectedRow.get();
        LogCursor event = event(from);
        int stream = event == null ? 0 : event.streamNumber();
        if (stream == 0) {
            return false;
        }
        int logical = rows().stream(from);
        for (int at = positionOf(from) + step; at >= 0 && at < size(); at += step) {
            long row = rowAt(at);
            LogCursor other = logical == MessageRows.NO_STREAM ? event(row) : null;
            boolean same = other == null
                    ? logical != MessageRows.NO_STREAM && rows().stream(row) == logical
                    : other.streamNumber() == stream;
            if (same) {
                select(row);
                return true;
            }
        }
        return false;
    }

    /** Selects the first row that shows. */
    public void selectFirst() {
        if (size() > 0) {
            select(rowAt(0));
        }
    }

    /** Selects the last row that shows, and follows. */
    public void selectLast() {
        if (size() > 0) {
            select(rowAt(size() - 1));
        }
        follow.set(true);
    }

    /**
     * Selects the message that brought a number of a server stream, or what is next best: one that brought it again. Shows
     * everything again if a filter hides it.
     */
    public void selectSequence(UUID streamID, long sequence) {
        long best = NONE;
        for (long row = rows().end() - 1; row >= rows().first(); row--) {
            if (rows().sequence(row) == sequence && isUpdateOf(streamID, row)) {
                best = row;
                if (rows().verdict(row).isAccepted()) {
                    break;
                }
            }
        }
        if (best != NONE) {
            selectAnyway(best);
        }
    }

    private boolean isUpdateOf(UUID streamID, long row) {
        LogCursor event = event(row);
        if (event == null || event.kind() != EventKind.STREAM_DATA) {
            return false;
        }
        StreamName name = event.stream();
        return name != null && streamID.equals(name.streamID());
    }

    /** Counts times from the selected row from now on, or, where it is the reference already, each from the row before. */
    public void toggleTimeReference() {
        LogCursor event = event(selectedRow.get());
        Long time = event == null ? null : event.time();
        reference = time == null || time.equals(reference) ? null : time;
        reader.setReference(reference);
        changed();
    }

    /** Whether times are counted from a reference. */
    public boolean hasTimeReference() {
        return reference != null;
    }

    // Scrolling

    /** The position on top of the viewport. */
    public int topPosition() {
        int top = topRow == NONE ? 0 : positionOf(topRow);
        return Math.clamp(top, 0, Math.max(0, size() - viewportRows));
    }

    /** Scrolls so that this position is on top; upwards stops following. */
    public void scrollTo(int position) {
        int limit = Math.max(0, size() - viewportRows);
        int target = Math.clamp(position, 0, limit);
        if (target < topPosition()) {
            follow.set(false);
        }
        top(target);
    }

    /** How many whole rows the viewport has room for. */
    public void setViewportRows(int rows) {
        int position = positionOf(selectedRow.get());
        boolean selectionShows = shown.shown().contains(selectedRow.get())
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
            top(Math.clamp(position - viewportRows / 2L, 0, Math.max(0, size() - viewportRows)));
        } else if (position < top) {
            top(position);
        } else if (position >= top + viewportRows) {
            top(position - viewportRows + 1);
        } else {
            changed();
        }
    }

    private void scrollToEnd() {
        top(Math.max(0, size() - viewportRows));
    }

    private void top(int position) {
        topRow = size() == 0 ? NONE : rowAt(Math.min(position, size() - 1));
        changed();
    }

    /** Whether the newest rows stay in view. */
    public BooleanProperty followProperty() {
        return follow;
    }

    public MessageFilterModel filter() {
        return filter;
    }

    /** Marks and comments. */
    public NotesModel notes() {
        return notes;
    }

    /** Changes whenever the table has to be drawn anew. */
    public ReadOnlyLongProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }
}
