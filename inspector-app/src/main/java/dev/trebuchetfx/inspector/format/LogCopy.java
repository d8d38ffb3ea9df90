// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.inspector.capture.CaptureFileWriter;
import dev.trebuchetfx.inspector.capture.CaptureWriter;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.EventSink;
import dev.trebuchetfx.inspector.capture.Hole;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.redact.Redactor;
import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Copies a log to a file, from where it left off: once for what is there, or again and again while the log goes on. Confined to one thread
 * at a time.
 */
public final class LogCopy {
    private final EventLog log;
    private final CaptureWriter writer;
    private final EventSink sink;
    private final Predicate<LogCursor> kept;
    private final WorkProgress progress;
    private long next;
    private long missed;
    private long left;

    /** {@code redactor}: takes secrets out on the way; null to copy everything as it is. */
    public LogCopy(EventLog log, CaptureWriter writer, @Nullable Redactor redactor) {
        this(log, writer, redactor, event -> true, new WorkProgress());
    }

    /**
     * As above.
     *
     * @param kept which events are copied; asked of each, in order
     * @param progress is told how far it is, and can end it between two events
     */
    public LogCopy(
            EventLog log,
            CaptureWriter writer,
            @Nullable Redactor redactor,
            Predicate<LogCursor> kept,
            WorkProgress progress) {
        this.kept = kept;
        this.progress = progress;
        this.log = log;
        this.writer = writer;
        this.sink = redactor == null ? writer : redactor.before(writer);
    }

    /**
     * Copies what has come since the last call, and hands it to the operating system. Returns how many events that was. Throws {@link
     * java.util.concurrent.CancellationException} where its progress was cancelled.
     */
    public long step() throws IOException {
        LogView view = log.view();
        if (view.first() > next) {
            hole(view.first() - next);
            next = view.first();
        }
        long before = next;
        LogCursor event = view.cursor();
        progress.expect(view.end() - next);
        while (event.moveTo(next)) {
            progress.advance();
            if (kept.test(event)) {
                sink.append(event.event());
            } else {
                left++;
            }
            next++;
        }
        if (next > before) {
            writer.flush();
        }
        return next - before;
    }

    private void hole(long count) throws IOException {
        missed += count;
        if (writer instanceof CaptureFileWriter own) {
            own.appendHole(new Hole(Hole.Reason.EVICTED, next, count, 0, 0));
        }
    }

    /** How many events were copied. */
    public long copied() {
        return next - missed - left;
    }

    /** How many the log let go before they could be copied. */
    public long missed() {
        return missed;
    }
}
