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

/** Judges a capture, and counts what a query lets through. */
public final class CaptureReport {
    private CaptureReport() {}

    /**
     * All events tell what each means; those that match go into the figures.
     *
     * @param filtered whether the capture was recorded with a query: what is not there was not lost
     */
    public static AuditReport of(LogView view, List<Hole> holes, boolean filtered, Expression where, ZoneId zone) {
        LogAudit all = LogAudit.of(view, holes, filtered, event -> true);
        AuditReport report = all.settle();
        if (where.equals(Expression.EVERYTHING)) {
            return report;
        }
        QueryMatcher matcher = new QueryMatcher(where, zone);
        return LogAudit.of(view, holes, filtered, matching(view, matcher, all)).report();
    }

    /** The audit passes over events that say nothing of the line; the row must see those, too. */
    private static Predicate<LogCursor> matching(LogView view, QueryMatcher matcher, LogAudit verdicts) {
        LogCursor cursor = view.cursor();
        LogRow row = new LogRow(cursor, verdicts::bits);
        long[] at = {view.first()};
        return event -> {
            for (long index = at[0]; index <= event.index() && cursor.moveTo(index); index++) {
                row.moved();
            }
            at[0] = event.index() + 1;
            return matcher.matches(row);
        };
    }
}
