// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.server.store.StateChangeSource.Listener;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The hearing of one session: it counts as deaf while what the reader tells comes too late, and hears again once that one has made up half of
 * it, so that it does not change with each look. Confined to the thread that runs the session.
 */
final class Hearing {
    /** The time that a node which takes over has to read what came since, before all count as deaf. */
    private static final Duration TAKEOVER = Duration.ofSeconds(2);

    private static final Duration LEAST_BOUND = Duration.ofSeconds(5);

    private final Listener listener;
    private final String table;
    private final Duration bound;
    /** Null until the first look. */
    private @Nullable Boolean isDeaf;

    /**
     * @param table the name of the table of changes
     * @param term the time after which another node takes over from a reader that has gone
     */
    Hearing(Listener listener, String table, Duration term) {
        this.listener = listener;
        this.table = table;
        this.bound = bound(term);
    }

    /** Returns the longest time for which news may be late. */
    static Duration bound(Duration term) {
        Duration bound = term.plus(TAKEOVER);
        return bound.compareTo(LEAST_BOUND) < 0 ? LEAST_BOUND : bound;
    }

    /**
     * Hears how late news is now, and tells the listener where that changes something.
     *
     * @param behind the time for which changes may not have been told
     */
    void look(Duration behind) {
        boolean wasDeaf = isDeaf != null && isDeaf;
        boolean isTooLate = behind.compareTo(wasDeaf ? bound.dividedBy(2) : bound) > 0;
        if (isDeaf != null && isDeaf == isTooLate) {
            return;
        }
        isDeaf = isTooLate;
        if (isTooLate) {
            listener.disconnected("the table " + table + " tells of changes " + behind.toSeconds()
                    + " s late, so changes may be missing: the node that reads the stream is behind, or none reads it; if that lasts, see the"
                    + " logs of the other nodes, raise the capacity of the tables, or give the nodes more processors");
        } else {
            listener.connected();
        }
    }

    /** Hears that news has been missed: the listener reads the newest versions now, or else when it hears again. */
    void missed() {
        if (isDeaf != null && !isDeaf) {
            listener.connected();
        }
    }
}
