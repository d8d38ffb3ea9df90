// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.capture.StreamName;
import java.io.IOException;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The sequence numbers of a capture as a table (RFC 4180), a line for each update that came. */
public final class SequenceCsv {
    private static final String HEADER =
            "index,time,nanos,source,connection,logical stream,actor,method,stream id,epoch,sequence,carries,base,skipped,"
                    + "bytes,verdict\r\n";

    private SequenceCsv() {}

    /**
     * Writes the updates of {@code view} that pass a test, which is made of all events, one after the other.
     *
     * @param verdicts what became of the update at an index; empty where nobody knows
     * @return how many were written
     */
    public static long write(LogView view, Predicate<LogCursor> which, LongFunction<String> verdicts, Appendable out)
            throws IOException {
        out.append(HEADER);
        LogCursor event = view.cursor();
        long lines = 0;
        while (event.next()) {
            if (which.test(event) && event.kind() == EventKind.STREAM_DATA) {
                out.append(line(event, verdicts.apply(event.index())));
                lines++;
            }
        }
        return lines;
    }

    private static String line(LogCursor event, String verdict) {
        StringBuilder line = new StringBuilder();
        ConnectionName connection = event.connection();
        StreamName stream = event.stream();
        add(line, Long.toString(event.index()));
        add(line, TapEvent.instant(event.time()).toString());
        add(line, Long.toString(event.time()));
        add(line, connection == null ? "" : Integer.toString(connection.source()));
        add(line, connection == null ? "" : Integer.toString(connection.number()));
        add(line, stream == null || stream.logical() == 0 ? "" : Integer.toString(stream.logical()));
        add(line, stream == null ? "" : orEmpty(stream.actor()));
        add(line, stream == null ? "" : orEmpty(stream.method()));
        UUID id = stream == null ? null : stream.streamID();
        add(line, id == null ? "" : id.toString());
        add(line, stream == null ? "" : orEmpty(stream.epoch()));
        add(line, Long.toUnsignedString(event.sequence()));
        add(line, event.has(EventFlags.DELTA) ? "change" : "state");
        Long base = event.base();
        add(line, base == null ? "" : Long.toUnsignedString(base));
        add(line, event.count() == 0 ? "" : Long.toString(event.count()));
        add(line, Integer.toString(event.size()));
        add(line, verdict);
        line.setLength(line.length() - 1);
        return line.append("\r\n").toString();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static void add(StringBuilder line, String field) {
        // A field that a spreadsheet would take for a formula is shown as text.
        boolean formula = !field.isEmpty() && "=+-@\t\r".indexOf(field.charAt(0)) >= 0;
        String safe = formula ? "'" + field : field;
        if (safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')) {
            line.append('"').append(safe.replace("\"", "\"\"")).append('"');
        } else {
            line.append(safe);
        }
        line.append(',');
    }
}
