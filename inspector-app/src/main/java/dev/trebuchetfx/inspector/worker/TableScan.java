// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.worker;

import dev.trebuchetfx.inspector.analysis.MessageRows;
import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.query.QueryField;
import dev.trebuchetfx.inspector.query.QueryMatcher;
import dev.trebuchetfx.inspector.search.LogRow;
import dev.trebuchetfx.inspector.survey.TimeRange;
import dev.trebuchetfx.inspector.verdict.VerdictBits;
import java.time.ZoneId;
import java.util.function.BooleanSupplier;
import java.util.function.LongToIntFunction;
import org.jspecify.annotations.Nullable;

/** Asks one query of one row after another, and goes on as rows come. Confined to the worker. */
final class TableScan {
    /** So much is looked at in one slice: a millisecond or two. */
    private static final int ROWS_A_SLICE = 16_384;

    private static final long BYTES_A_SLICE = 4L << 20;

    private final TableQuery query;
    private final long run;
    private final QueryMatcher matcher;
    private final LongToIntFunction verdicts;
    private final boolean trivial;
    private final boolean asksForTimeSince;
    private final RowSet considered = new RowSet();
    private final RowSet matched;
    private final RowSet shown;
    private @Nullable LogRow row;
    private long next;
    private long nextIndex;
    private int said;
    /** What of the log lies in the range that was asked for. */
    private long rangeFrom;

    private long rangeEnd;

    TableScan(TableQuery query, long run, ZoneId zone, LongToIntFunction verdicts) {
        this.query = query;
        this.run = run;
        this.verdicts = verdicts;
        this.matcher = new QueryMatcher(query.query(), zone);
        this.asksForTimeSince = query.query().toString().contains(QueryField.DT.key());
        this.trivial = query.isTrivial() && query.mode() != TableQuery.Mode.HIDE;
        this.matched = trivial ? considered : new RowSet();
        this.shown = switch (query.mode()) {
            case ONLY -> matched;
            case HIGHLIGHT -> considered;
            // Nothing typed: nothing is hidden.
            case HIDE -> query.isTrivial() ? considered : new RowSet();
        };
    }

    TableQuery query() {
        return query;
    }

    /** Whether there are rows that it has not looked at. */
    boolean isBehind(MessageRows rows) {
        return next < rows.end();
    }

    /**
     * Takes back what it found from a row on, whose meaning has become known. False where it can't, and has to be made anew: the time since
     * the event before is known only to who goes on and on.
     */
    boolean goBackTo(long changed) {
        if (trivial || changed >= next) {
            return true;
        }
        if (asksForTimeSince) {
            return false;
        }
        considered.cutFrom(changed);
        matched.cutFrom(changed);
        if (shown != considered && shown != matched) {
            shown.cutFrom(changed);
        }
        next = changed;
        return true;
    }

    /** Looks at some further rows; gives way when {@code cancelled}. */
    void advance(LogView view, MessageRows rows, BooleanSupplier cancelled) {
        considered.dropBefore(rows.first());
        if (matched != considered) {
            matched.dropBefore(rows.first());
        }
        if (shown != considered && shown != matched) {
            shown.dropBefore(rows.first());
        }
        next = Math.max(next, rows.first());
        TimeRange range = query.range();
        if (range != null) {
            rangeFrom = TimeRange.indexAt(view, range.from());
            rangeEnd = TimeRange.indexAt(view, range.to());
        }
        if (trivial) {
            for (; next < rows.end(); next++) {
                if (isConsidered(rows, next)) {
                    considered.add(next);
                }
            }
            return;
        }
        search(view, rows, cancelled);
    }

    private boolean isConsidered(MessageRows rows, long candidate) {
        if (query.range() != null) {
            long index = rows.logIndex(candidate);
            if (index < rangeFrom || index >= rangeEnd) {
                return false;
            }
        }
        return query.heartbeats()
                || rows.verdict(candidate) != Verdict.HEARTBEAT
                // It keeps more than a connection alive: it tells that something is missing.
                || (verdicts.applyAsInt(rows.logIndex(candidate)) & (VerdictBits.GAP | VerdictBits.LOST)) != 0;
    }

    private void search(LogView view, MessageRows rows, BooleanSupplier cancelled) {
        LogCursor event = view.cursor();
        LogRow asked = row;
        if (asked == null) {
            asked = new LogRow(event, index -> verdicts.applyAsInt(index) | said, query.notes()::at);
            row = asked;
        }
        nextIndex = Math.max(nextIndex, view.first());
        long end = Math.min(rows.end(), next + ROWS_A_SLICE);
        long bytes = 0;
        while (next < end && bytes < BYTES_A_SLICE && !cancelled.getAsBoolean()) {
            long wanted = rows.logIndex(next);
            // The events between rows are passed too: the time since the previous one of a stream counts them.
            while (nextIndex <= wanted && event.moveTo(nextIndex)) {
                asked.moved(event);
                nextIndex++;
            }
            if (isConsidered(rows, next) && event.moveTo(wanted)) {
                asked.lookAt(event);
                considered.add(next);
                said = bits(rows.verdict(next));
                boolean match = matcher.matches(asked) != query.inverted();
                if (match) {
                    matched.add(next);
                } else if (query.mode() == TableQuery.Mode.HIDE) {
                    shown.add(next);
                }
                bytes += event.size();
            }
            next++;
        }
    }

    /** What a client told is so, whatever the messages by themselves would mean. */
    static int bits(Verdict verdict) {
        return switch (verdict) {
            case MISSING, HEALED -> VerdictBits.GAP;
            case RESTART -> VerdictBits.RESTART;
            default -> 0;
        };
    }

    TableRows result(MessageRows rows) {
        RowSelection all = considered.rows();
        RowSelection hits = matched == considered ? all : matched.rows();
        RowSelection visible = shown == considered ? all : shown == matched ? hits : shown.rows();
        return new TableRows(
                query, run, visible, hits, all.size(), next - rows.first(), rows.size(), matcher.givenUp());
    }
}
