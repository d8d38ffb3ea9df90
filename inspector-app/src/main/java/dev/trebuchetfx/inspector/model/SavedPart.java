// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.analysis.MessageRows;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.survey.TimeRange;
import dev.trebuchetfx.inspector.worker.Notes;
import dev.trebuchetfx.inspector.worker.RowSelection;
import dev.trebuchetfx.inspector.worker.TableQuery;
import dev.trebuchetfx.inspector.worker.TableRows;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a capture are saved, as of one moment; may be asked on any thread.
 *
 * @param words what they are, for the file to tell; null for all
 * @param holds asked of each event
 */
public record SavedPart(@Nullable String words, Predicate<LogCursor> holds) {
    /** All that is held. */
    public static final SavedPart EVERYTHING = new SavedPart(null, event -> true);

    /** What can be chosen in a window. */
    public enum Kind {
        EVERYTHING("everything"),
        SHOWN("what the filter shows"),
        SELECTED("what is selected"),
        MARKED("what is marked"),
        RANGE("the chosen range of time");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** Null where there is nothing of that kind. */
    static @Nullable SavedPart of(Kind kind, MessageTableModel table) {
        MessageRows rows = table.snapshot().rows();
        return switch (kind) {
            case EVERYTHING -> EVERYTHING;
            case SHOWN -> shown(table, rows);
            case SELECTED -> selected(table, rows);
            case MARKED -> marked(table.notes().notesProperty().get());
            case RANGE -> range(table.filter().rangeProperty().get());
        };
    }

    private static @Nullable SavedPart shown(MessageTableModel table, MessageRows rows) {
        TableRows found = table.found();
        RowSelection which = found.query().mode() == TableQuery.Mode.HIGHLIGHT ? found.matched() : found.shown();
        String text = table.filter().expression().toString();
        return which.size() == 0
                ? null
                : new SavedPart(
                        text.isEmpty() ? Kind.SHOWN.words() : text, event -> which.contains(row(rows, event.index())));
    }

    private static @Nullable SavedPart selected(MessageTableModel table, MessageRows rows) {
        long first = table.firstSelected();
        long last = table.lastSelected();
        RowSelection shown = table.found().shown();
        return first == MessageTableModel.NONE
                ? null
                : new SavedPart(Kind.SELECTED.words(), event -> {
                    long row = row(rows, event.index());
                    return row >= first && row <= last && shown.contains(row);
                });
    }

    private static @Nullable SavedPart marked(Notes notes) {
        return notes.nextMark(-1, 1) == null
                ? null
                : new SavedPart(Kind.MARKED.words(), event -> notes.isMarked(event.index()));
    }

    private static @Nullable SavedPart range(@Nullable TimeRange range) {
        return range == null ? null : new SavedPart(Kind.RANGE.words(), event -> range.contains(event.time()));
    }

    /** No row where the event is not shown as one. */
    private static long row(MessageRows rows, long index) {
        long row = rows.rowOf(index);
        return rows.holds(row) && rows.logIndex(row) == index ? row : MessageTableModel.NONE;
    }
}
