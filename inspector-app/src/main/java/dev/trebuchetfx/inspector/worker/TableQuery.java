// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.worker;

import dev.trebuchetfx.inspector.query.Expression;
import dev.trebuchetfx.inspector.survey.TimeRange;
import org.jspecify.annotations.Nullable;

/**
 * What the message table is asked to show.
 *
 * @param inverted whether what does not match counts as a match
 * @param heartbeats whether rows that only keep a connection alive are looked at, too
 * @param notes what {@code is:marked} and {@code comment:} ask for
 * @param range rows outside of it are not looked at; null for all
 */
public record TableQuery(
        Expression query,
        Mode mode,
        boolean inverted,
        boolean heartbeats,
        Notes notes,
        @Nullable TimeRange range) {
    /** Everything but heartbeats. */
    public static final TableQuery EVERYTHING =
            new TableQuery(Expression.EVERYTHING, Mode.ONLY, false, false, Notes.NONE, null);

    /** Of all times. */
    public TableQuery(Expression query, Mode mode, boolean inverted, boolean heartbeats, Notes notes) {
        this(query, mode, inverted, heartbeats, notes, null);
    }

    /** What is done with rows that match. */
    public enum Mode {
        /** They show, and no others. */
        ONLY,
        /** They stand out among all. */
        HIGHLIGHT,
        /** They don't show. */
        HIDE
    }

    /** Whether every row matches. */
    public boolean isTrivial() {
        return query.equals(Expression.EVERYTHING) && !inverted;
    }
}
