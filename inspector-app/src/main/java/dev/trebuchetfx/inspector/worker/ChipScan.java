// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.worker;

import dev.trebuchetfx.inspector.analysis.MessageRows;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.query.QueryFlag;
import dev.trebuchetfx.inspector.search.LogRow;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows that the chips would show, by the same test that a query goes by, so that a chip and the table can't disagree. Confined
 * to the worker.
 */
final class ChipScan {
    private static final QueryFlag[] FLAGS = {QueryFlag.GAP, QueryFlag.REPLAY, QueryFlag.DELTA, QueryFlag.ERROR};
    private static final int ROWS_A_SLICE = 65_536;

    private final LongToIntFunction verdicts;
    private final Map<QueryFlag, RowSet> found = new EnumMap<>(QueryFlag.class);
    private @Nullable LogRow row;
    private int said;
    private long next;

    ChipScan(LongToIntFunction verdicts) {
        this.verdicts = verdicts;
        for (QueryFlag flag : FLAGS) {
            found.put(flag, new RowSet());
        }
    }

    boolean isBehind(MessageRows rows) {
        return next < rows.end();
    }

    /** Takes back what it found from a row on, whose meaning has become known. */
    void goBackTo(long changed) {
        if (changed < next) {
            found.values().forEach(set -> set.cutFrom(changed));
            next = changed;
        }
    }

    /** Looks at some further rows. */
    void advance(LogView view, MessageRows rows) {
        found.values().forEach(set -> set.dropBefore(rows.first()));
        next = Math.max(next, rows.first());
        LogCursor event = view.cursor();
        LogRow asked = row;
        if (asked == null) {
            asked = new LogRow(event, index -> verdicts.applyAsInt(index) | said);
            row = asked;
        }
        long end = Math.min(rows.end(), next + ROWS_A_SLICE);
        for (; next < end; next++) {
            if (event.moveTo(rows.logIndex(next))) {
                asked.lookAt(event);
                said = TableScan.bits(rows.verdict(next));
                for (QueryFlag flag : FLAGS) {
                    if (asked.is(flag)) {
                        set(flag).add(next);
                    }
                }
            }
        }
    }

    private RowSet set(QueryFlag flag) {
        return Objects.requireNonNull(found.get(flag));
    }

    Map<QueryFlag, Integer> counts() {
        Map<QueryFlag, Integer> counts = new EnumMap<>(QueryFlag.class);
        found.forEach((flag, rows) -> counts.put(flag, rows.rows().size()));
        return Map.copyOf(counts);
    }
}
