// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.analysis.MessageRows;
import dev.trebuchetfx.inspector.analysis.StreamSummary;
import dev.trebuchetfx.inspector.capture.Comment;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.inspector.worker.Notes;
import dev.trebuchetfx.inspector.worker.Snapshot;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts rows of the message table into words: only those that are asked for. Confined to the FX thread. */
final class RowReader {
    private final DateTimeFormatter clock;
    private final Map<Integer, String> actors = new HashMap<>();
    private List<StreamSummary> streams = List.of();
    private MessageRows rows = MessageRows.NONE;
    private LogCursor cursor;
    private @Nullable Long reference;

    RowReader(Snapshot snapshot, ZoneId zone) {
        this.clock = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
        this.cursor = snapshot.view().cursor();
    }

    void show(Snapshot snapshot) {
        rows = snapshot.rows();
        cursor = snapshot.view().cursor();
        if (streams != snapshot.streams()) {
            streams = snapshot.streams();
            actors.clear();
            streams.forEach(stream -> actors.put(stream.id(), stream.actor()));
        }
    }

    /** From when times are counted, in nanoseconds since 1970; null for each from the row before. */
    void setReference(@Nullable Long time) {
        reference = time;
    }

    /** Null where the event of the row is no longer held. */
    @Nullable
    MessageRow describe(long row, Notes notes) {
        String since = since(row);
        LogCursor event = event(row);
        if (event == null) {
            return null;
        }
        long sequence = rows.sequence(row);
        int size = MessageTexts.size(event);
        Comment comment = notes.at(event.index());
        return new MessageRow(
                row,
                clock.format(event.instant()),
                since,
                MessageTexts.direction(event),
                MessageTexts.type(event),
                actors.getOrDefault(rows.stream(row), ""),
                sequence == 0 ? "" : Texts.sequence(sequence),
                size < 0 ? "" : Texts.bytes(size),
                rows.verdict(row),
                MessageTexts.preview(event),
                comment != null && comment.marked(),
                comment == null ? "" : comment.text());
    }

    private String since(long row) {
        Long from = reference;
        if (from == null) {
            LogCursor previous = event(row - 1);
            if (previous == null) {
                return "";
            }
            from = previous.time();
        }
        LogCursor event = event(row);
        if (event == null) {
            return "";
        }
        long nanos = event.time() - from;
        return (nanos < 0 ? "−" : "+") + Texts.duration(Duration.ofNanos(Math.abs(nanos)));
    }

    /** Stands on the event of a row, until the next call; null where it is no longer held. */
    @Nullable
    LogCursor event(long row) {
        return rows.holds(row) && cursor.moveTo(rows.logIndex(row)) ? cursor : null;
    }
}
