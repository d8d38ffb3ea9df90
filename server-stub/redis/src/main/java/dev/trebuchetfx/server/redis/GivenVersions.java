// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import dev.trebuchetfx.server.store.StateVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The newest version of each actor that this node was given, by which the database is asked whether it still has it: a failover may have lost it.
 * Of the actors that were asked for least lately it forgets those beyond a bound, which is above the number that a node holds at one time.
 * Safe for use by any thread.
 */
final class GivenVersions {
    /** The most actors, about 20 MB. */
    static final int MAX_ACTORS = 100_000;

    private final Map<String, Shown> shown = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Shown> eldest) {
            return size() > MAX_ACTORS;
        }
    };

    /** A version with the id of the write that made it, which tells two histories with the same numbers apart. */
    record Shown(StateVersion version, UUID writeId) {}

    /** Returns the newest version of an actor that this node was given; null for none. */
    synchronized @Nullable Shown of(String actor) {
        return shown.get(actor);
    }

    /** Notes that this node was given a version. */
    synchronized void add(String actor, StateVersion version, UUID writeId) {
        shown.merge(
                actor,
                new Shown(version, writeId),
                (before, now) ->
                        before.version.isOfSameLife(now.version) && before.version.number() >= now.version.number()
                                ? before
                                : now);
    }

    /** Notes that this node was told that there is no state. */
    synchronized void remove(String actor) {
        shown.remove(actor);
    }
}
