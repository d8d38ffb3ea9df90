// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.analysis.MessageRows;
import dev.trebuchetfx.inspector.capture.Comment;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.format.EventLines;
import dev.trebuchetfx.inspector.text.Texts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** What can be done with the selected message, and how to get to another one. Confined to the FX thread. */
public final class MessageCommands {
    private final MessageTableModel table;
    private final ZoneId zone;
    private final SelectionHistory history;

    MessageCommands(MessageTableModel table, ZoneId zone) {
        this.table = table;
        this.zone = zone;
        this.history = new SelectionHistory(table);
    }

    private MessageRows rows() {
        return table.snapshot().rows();
    }

    private long selected() {
        return table.selectedRowProperty().get();
    }

    /** Index in the log of the selected event; -1 for none. */
    private long selectedIndex() {
        return rows().holds(selected()) ? rows().logIndex(selected()) : -1;
    }

    /** Marks the selected message, or takes its mark away; false where none is selected. */
    public boolean toggleMark() {
        long index = selectedIndex();
        if (index >= 0) {
            table.notes().toggleMark(index);
        }
        return index >= 0;
    }

    /** Selects the next marked message, or the one before where {@code step} is -1; false where there is none. */
    public boolean selectMark(int step) {
        long from = selectedIndex();
        Long index = table.notes().notesProperty().get().nextMark(from < 0 && step < 0 ? Long.MAX_VALUE : from, step);
        if (index == null || rows().rowOf(index) >= rows().end()) {
            return false;
        }
        table.selectAnyway(rows().rowOf(index));
        return true;
    }

    /** What is noted about the selected message; empty for nothing; null where none is selected. */
    public @Nullable String comment() {
        long index = selectedIndex();
        Comment comment = index < 0 ? null : table.notes().notesProperty().get().at(index);
        return index < 0 ? null : comment == null ? "" : comment.text();
    }

    /** Notes something about the selected message; empty takes it away. */
    public void comment(String text) {
        long index = selectedIndex();
        if (index >= 0) {
            table.notes().comment(index, text);
        }
    }

    /** Back to what was selected before, or forward again where {@code step} is 1; false where there is none. */
    public boolean travel(int step) {
        return history.go(step);
    }

    /** The selected event as one line of JSON, as captures have it; null where none is selected. */
    public @Nullable String json() {
        LogCursor event = table.event(selected());
        return event == null
                ? null
                : new String(EventLines.line(event.index(), event.event()), StandardCharsets.UTF_8).strip();
    }

    /**
     * Goes to a row, a sequence number of the chosen stream, or a time.
     *
     * @param where {@code #67}, {@code 41}, or a time such as {@code 09:26:57.648}
     * @param stream the chosen stream's number; 0 for none
     * @return what is wrong, in a sentence; null where it went there
     */
    public @Nullable String goTo(String where, int stream) {
        String text = where.strip();
        if (text.matches("#[0-9,]{1,18}")) {
            return toRow(Long.parseLong(text.substring(1).replace(",", "")) - 1);
        }
        if (text.matches("[0-9]{1,18}")) {
            return toSequence(Long.parseLong(text), stream);
        }
        Long time = time(text);
        return time == null
                ? "expected a row such as #67, a sequence number such as 41, or a time such as 09:26:57, but found '"
                        + Texts.oneLine(text, 40) + "'"
                : toTime(time);
    }

    private @Nullable String toRow(long row) {
        if (!rows().holds(row)) {
            return rows().size() == 0
                    ? "there is no row yet"
                    : "expected a row from #" + (rows().first() + 1) + " to #" + rows().end();
        }
        table.selectAnyway(row);
        return null;
    }

    private @Nullable String toSequence(long sequence, int stream) {
        long found = MessageTableModel.NONE;
        for (long row = rows().end() - 1; row >= rows().first(); row--) {
            if (rows().sequence(row) == sequence && (stream == 0 || rows().stream(row) == stream)) {
                found = row;
                if (rows().verdict(row).isAccepted()) {
                    break;
                }
            }
        }
        if (found == MessageTableModel.NONE) {
            return "there is no message with the number " + sequence + (stream == 0 ? "" : " of the chosen stream");
        }
        table.selectAnyway(found);
        return null;
    }

    /** A time of day is that of the day on which the capture ends. */
    private @Nullable Long time(String text) {
        LogCursor last = table.event(rows().end() - 1);
        try {
            Instant at = text.contains("T")
                    ? Instant.parse(text)
                    : ZonedDateTime.of(
                                    (last == null ? Instant.EPOCH : last.instant())
                                            .atZone(zone)
                                            .toLocalDate(),
                                    LocalTime.parse(text),
                                    zone)
                            .toInstant();
            return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000_000L), at.getNano());
        } catch (DateTimeParseException | ArithmeticException e) {
            return null;
        }
    }

    private @Nullable String toTime(long time) {
        long low = rows().first();
        long high = rows().end();
        while (low < high) {
            long middle = (low + high) >>> 1;
            LogCursor event = table.event(middle);
            if (event != null && event.time() < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return toRow(Math.min(low, rows().end() - 1));
    }
}
