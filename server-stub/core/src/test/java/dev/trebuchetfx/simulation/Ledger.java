// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.client.filter.StreamFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one actor has really been: each of its states and since when, and how often each call of a client was executed. */
final class Ledger {
    /** From this value on a state passes the simulation's threshold. */
    static final int THRESHOLD = 50;

    private final List<Entry> entries = new ArrayList<>();
    private final Map<Long, Integer> executions = new HashMap<>();

    record Entry(Versioned state, long since) {}

    Versioned next(int value, long now) {
        Versioned state = new Versioned(entries.size() + 1L, value);
        entries.add(new Entry(state, now));
        return state;
    }

    @Nullable
    Versioned newest() {
        return entries.isEmpty() ? null : entries.getLast().state();
    }

    void executed(long token) {
        executions.merge(token, 1, Integer::sum);
    }

    int executions(long token) {
        return executions.getOrDefault(token, 0);
    }

    /** Whether the actor has really had this state. */
    boolean has(Versioned state) {
        long version = state.version();
        return version >= 1
                && version <= entries.size()
                && entries.get((int) version - 1).state().equals(state);
    }

    /** How many states of which the filter lets pass lie strictly between two versions. */
    long between(long from, long to, @Nullable StreamFilter filter) {
        long count = 0;
        for (long version = from + 1; version < to; version++) {
            if (passes(version, filter)) {
                count++;
            }
        }
        return count;
    }

    /** Until when no newer state that passes was there; the end of time for the newest. */
    long newestUntil(long version, @Nullable StreamFilter filter) {
        for (long later = version + 1; later <= entries.size(); later++) {
            if (passes(later, filter)) {
                return entries.get((int) later - 1).since();
            }
        }
        return Long.MAX_VALUE;
    }

    /** The newest version that passes; 0 for none. */
    long newestPassing(@Nullable StreamFilter filter) {
        for (long version = entries.size(); version >= 1; version--) {
            if (passes(version, filter)) {
                return version;
            }
        }
        return 0;
    }

    /** States differ in their version, so that "changed" passes each of them. */
    boolean passes(long version, @Nullable StreamFilter filter) {
        return filter == null
                || !"threshold".equals(filter.name())
                || entries.get((int) version - 1).state().value() >= THRESHOLD;
    }
}
