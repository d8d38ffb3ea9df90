// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.survey;

import dev.trebuchetfx.inspector.analysis.MessageRows;
import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.verdict.VerdictBits;
import java.util.function.LongToIntFunction;

/** What the updates of a log turned out to be. */
@FunctionalInterface
public interface Verdicts {

    /** A reader that is asked about one update after the other, in the order of the log. For one thread. */
    Reader read();

    /** Reads in the order of the log. */
    @FunctionalInterface
    interface Reader {
        /** What the update turned out to be that {@code event} stands on. */
        Verdict verdict(LogCursor event);
    }

    /** As the rows of the message table say; what has no row is taken to be in its place. */
    static Verdicts of(MessageRows rows) {
        return () -> {
            long[] at = {rows.first()};
            return event -> {
                while (rows.holds(at[0]) && rows.logIndex(at[0]) < event.index()) {
                    at[0]++;
                }
                boolean known = rows.holds(at[0]) && rows.logIndex(at[0]) == event.index();
                if (known) {
                    return rows.verdict(at[0]);
                }
                return event.has(EventFlags.DELTA) ? Verdict.DELTA : Verdict.LIVE;
            };
        };
    }

    /** As judged from the messages alone: {@code bits} of {@link VerdictBits} for the event at an index. */
    static Verdicts judged(LongToIntFunction bits) {
        return () -> event -> {
            int judged = bits.applyAsInt(event.index());
            boolean delta = event.has(EventFlags.DELTA);
            if ((judged & VerdictBits.REPLAY) != 0) {
                return Verdict.REPLAY;
            }
            if ((judged & VerdictBits.OVERLAP) != 0) {
                return Verdict.OVERLAP;
            }
            if ((judged & VerdictBits.DUPLICATE) != 0) {
                return Verdict.DUPLICATE;
            }
            if ((judged & VerdictBits.REORDERED) != 0) {
                return Verdict.REORDERED;
            }
            if ((judged & VerdictBits.AMBIGUOUS) != 0) {
                return Verdict.AMBIGUOUS;
            }
            if ((judged & VerdictBits.UNPLACED) != 0) {
                return Verdict.UNPLACED;
            }
            return delta ? Verdict.DELTA : Verdict.LIVE;
        };
    }
}
