// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What one actor has really been: each of its states and since when, and how often each call of a client was executed. */
final class Ledger {
    /** From this value on a state is above, as the simulation's filters have it. */
    static final int THRESHOLD = 50;

    private final List<Entry> entries = new ArrayList<>();
    private boolean findsCalls;
    private final NavigableSet<Long> lives = new TreeSet<>();
    private final Map<Long, Integer> executions = new HashMap<>();

    record Entry(Versioned state, long since) {}

    Versioned next(int value, long now) {
        Versioned state = new Versioned(entries.size() + 1L, value);
        entries.add(new Entry(state, now));
        return state;
    }

    /** Notes a state that was stored, and the call that made it. The initial state, stored as it is, is nothing new. */
    void stored(Versioned state, long now) {
        if (entries.size() == 1 && state.equals(newest())) {
            return;
        }
        if (state.version() != entries.size() + 1L) {
            throw new Violation("version " + state.version() + " was stored after version " + entries.size()
                    + ", so it was not made of that one");
        }
        entries.add(new Entry(state, now));
        if (state.token() != 0) {
            executed(state.token());
        }
    }

    /** The next state begins a new life: nobody can count what was stored before it and not read. */
    void beginsAnew() {
        lives.add(entries.size() + 1L);
    }

    /** Returns whether a life ends between two versions. */
    boolean beginsAnewBetween(long from, long to) {
        Long next = lives.higher(from);
        return next != null && next <= to;
    }

    @Nullable
    Versioned newest() {
        return entries.isEmpty() ? null : entries.getLast().state();
    }

    /** The version that it had at a time, which must not be before its first. */
    long versionAt(long time) {
        long version = entries.size();
        while (version > 1 && entry(version).since() > time) {
            version--;
        }
        return version;
    }

    /** Returns whether a state that was there within this time, though perhaps not to the end of an instant, would not begin a stream. */
    boolean hadNothingFor(@Nullable StreamFilter filter, long from, long to) {
        long version = versionAt(to);
        while (version > 1 && passesFirst(version, filter) && entry(version).since() >= from) {
            version--;
        }
        return !passesFirst(version, filter);
    }

    void executed(long token) {
        executions.merge(token, 1, Integer::sum);
    }

    /** Calls that are sent again are found from now on, so that none is done twice. */
    void findsCalls() {
        findsCalls = true;
    }

    /** Returns whether a call that is sent again must not be done again. Whoever deletes a state deletes the memory of its calls. */
    boolean isFindingCalls() {
        return findsCalls && lives.isEmpty();
    }

    int executions(long token) {
        return executions.getOrDefault(token, 0);
    }

    /** Returns whether the actor has really had this state, with the fields that the filter leaves. */
    boolean has(Versioned state, @Nullable StreamFilter filter) {
        long version = state.version();
        if (version < 1 || version > entries.size()) {
            return false;
        }
        Versioned real = entry(version).state();
        return Filters.takesFields(filter)
                ? state.value() == real.value() && state.ballast() == null
                : state.equals(real);
    }

    /** How many states of which the filter lets pass lie strictly between two versions, as far as that can be told. */
    long between(long from, long to, @Nullable StreamFilter filter) {
        if (Filters.limitsRate(filter)) {
            return 0;
        }
        long count = 0;
        for (long version = from + 1; version < to; version++) {
            if (passes(version, filter)) {
                count++;
            }
        }
        return count;
    }

    /** Until when no newer state that passes was due; the end of time for the newest. */
    long newestUntil(long version, @Nullable StreamFilter filter) {
        for (long later = version + 1; later <= entries.size(); later++) {
            if (passes(later, filter)) {
                return entry(later).since() + Filters.delay(filter);
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

    /** Returns whether the filter lets it pass in a stream that has shown the state before. States differ, so that "changed" passes each. */
    boolean passes(long version, @Nullable StreamFilter filter) {
        boolean above = isAbove(version);
        if (Filters.crosses(filter)) {
            return version == 1 || above != isAbove(version - 1);
        }
        return above || !Filters.wantsAbove(filter);
    }

    /** Returns whether the filter lets it pass as the first state of a stream. */
    boolean passesFirst(long version, @Nullable StreamFilter filter) {
        return isAbove(version) || !Filters.wantsAbove(filter);
    }

    private boolean isAbove(long version) {
        return entry(version).state().value() >= THRESHOLD;
    }

    private Entry entry(long version) {
        return entries.get((int) version - 1);
    }
}
