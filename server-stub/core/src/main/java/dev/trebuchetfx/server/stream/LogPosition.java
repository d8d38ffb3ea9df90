// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.filter.FilterMemory;
import dev.trebuchetfx.protocol.filter.FilterPlan;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.internal.persistence.HeldState;
import dev.trebuchetfx.server.store.StateVersion;
import org.jspecify.annotations.Nullable;

/**
 * A position in the log of an actor, as a stream without a filter has it.
 *
 * @param cursor the position as it is kept
 * @param version the version there; null where nothing is stored
 */
public record LogPosition(String cursor, @Nullable StateVersion version) {
    /** Returns the position of a state. */
    public static LogPosition of(HeldState state, TimeSource time) {
        return new LogPosition(
                Cursor.of(state, FilterPlan.of(null), new FilterMemory.Mark(null, null, null), time)
                        .text(),
                state.version());
    }

    /**
     * Returns whether it lies behind another one of the same life.
     *
     * @param other the cursor of the other one
     */
    public static boolean isBehind(String cursor, String other) {
        Cursor one = Cursor.parse(cursor);
        Cursor two = Cursor.parse(other);
        return one != null
                && two != null
                && one.generation() == two.generation()
                && !one.isOrigin()
                && one.number() < two.number();
    }

    /** Returns whether a cursor is the position before the first version. */
    public static boolean isBeforeFirst(@Nullable String cursor) {
        Cursor read = Cursor.parse(cursor);
        return read != null && read.isOrigin();
    }

    /** Returns the number of versions from one position to another of the same life; 0 or less where it does not lie behind it. */
    public static long distance(String from, String to) {
        Cursor one = Cursor.parse(from);
        Cursor two = Cursor.parse(to);
        return one == null || two == null ? 0 : two.number() - one.number();
    }
}
