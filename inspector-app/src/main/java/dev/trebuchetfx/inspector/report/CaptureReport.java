// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.report;

import dev.trebuchetfx.inspector.audit.AuditReport;
import dev.trebuchetfx.inspector.capture.Hole;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.query.Expression;
import dev.trebuchetfx.inspector.query.QueryMatcher;
import dev.trebuchetfx.inspector.search.LogRow;
import dev.trebuchetfx.inspector.verdict.LogAudit;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Predicate;

/** A capture that was judged. Confined to one thread. */
public final class CaptureReport {
    private final LogView view;
    private final List<Hole> holes;
    private final boolean filtered;
    private final Runnable onEvent;
    private final LogAudit all;
    private final AuditReport report;

    private CaptureReport(LogView view, List<Hole> holes, boolean filtered, Runnable onEvent) {
        this.onEvent = onEvent;
        this.view = view;
        this.holes = holes;
        this.filtered = filtered;
        this.all = LogAudit.of(view, holes, filtered, each(event -> true));
        this.report = all.settle();
    }

    /**
     * Judges a capture.
     *
     * @param filtered whether the capture was recorded with a query: what is not there was not lost
     */
    public static CaptureReport of(LogView view, List<Hole> holes, boolean filtered) {
        return of(view, holes, filtered, () -> {});
    }

    /**
     * Judges a capture that may be long.
     *
     * @param onEvent called for each event whenever the capture is gone over; what it throws ends the work
     */
    public static CaptureReport of(LogView view, List<Hole> holes, boolean filtered, Runnable onEvent) {
        return new CaptureReport(view, holes, filtered, onEvent);
    }

    private Predicate<LogCursor> each(Predicate<LogCursor> counts) {
        return event -> {
            onEvent.run();
            return counts.test(event);
        };
    }

    /** What everything means. */
    public AuditReport all() {
        return report;
    }

    /** The same, with only those events in the figures that match; all of them tell what each means. */
    public AuditReport where(Expression where, ZoneId zone) {
        return where.equals(Expression.EVERYTHING)
                ? report
                : LogAudit.of(view, holes, filtered, each(matching(where, zone)))
                        .report();
    }

    /** Which events match; to be asked of one after the other, in their order. */
    public Predicate<LogCursor> matching(Expression where, ZoneId zone) {
        if (where.equals(Expression.EVERYTHING)) {
            return event -> true;
        }
        QueryMatcher matcher = new QueryMatcher(where, zone);
        LogCursor cursor = view.cursor();
        LogRow row = new LogRow(cursor, all::bits);
        long[] at = {view.first()};
        // Some pass over events that say nothing of the line; the row must see those, too.
        return event -> {
            for (long index = at[0]; index <= event.index() && cursor.moveTo(index); index++) {
                row.moved();
            }
            at[0] = event.index() + 1;
            return matcher.matches(row);
        };
    }

    /** Bits of {@link dev.trebuchetfx.inspector.verdict.VerdictBits} for the event at an index. */
    public int bits(long index) {
        return all.bits(index);
    }
}
