// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.query.Expression;
import dev.trebuchetfx.inspector.query.QueryMatcher;
import dev.trebuchetfx.inspector.search.LogRow;
import dev.trebuchetfx.inspector.verdict.LogAudit;
import java.time.ZoneId;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A filter of the events that are written of a growing log; it judges each by all events up to it. Confined to the thread that writes. */
final class RecordFilter implements Predicate<LogCursor> {
    private final EventLog log;
    private final QueryMatcher matcher;
    private final LogAudit audit = LogAudit.live();
    private @Nullable LogRow row;

    private RecordFilter(EventLog log, QueryMatcher matcher) {
        this.log = log;
        this.matcher = matcher;
    }

    static Predicate<LogCursor> of(Expression where, EventLog log) {
        return where.equals(Expression.EVERYTHING)
                ? event -> true
                : new RecordFilter(log, new QueryMatcher(where, ZoneId.systemDefault()));
    }

    @Override
    public boolean test(LogCursor event) {
        audit.advance(event.view(), log.holes(), event.index() + 1 - audit.position());
        LogRow known = row == null ? new LogRow(event, audit::bits) : row;
        row = known;
        known.moved(event);
        return matcher.matches(known);
    }
}
