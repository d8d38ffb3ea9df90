// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.server.dynamodb.ChangesTable.Look;
import dev.trebuchetfx.server.dynamodb.ChangesTable.Told;
import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StateChangeSource.Listener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The news of the table of changes as one session hears it, in order and without holes. Among it may be items that no reader has told and
 * nobody hears therefore, since somebody has put them there. Confined to the thread that runs the session.
 */
final class NewsFeed {
    private static final Logger LOG = LoggerFactory.getLogger(NewsFeed.class);

    /** A look at several items may show the lease as it is after news that it does not show. After so many in a row the news is gone. */
    private static final int MOST_MISSES = 5;

    /** The looks that read no further than the lease says, after items that nobody has told, so that these are not read each time. */
    private static final int BOUNDED_LOOKS = 1_500;

    private final ChangesTable table;
    private final Listener listener;
    private final Hearing hearing;
    /** The number of the news that was heard last. */
    private long last;
    /** The looks in a row that missed news which had been told. */
    private int misses;
    /** The number of the last item that nobody has told and that a look showed; 0 for none. */
    private long stray;
    /** The looks in a row that showed it. */
    private int sightings;
    /** The looks that are still to read no further than the lease says. */
    private int bounded;

    /**
     * @param last the number of the last news that need not be heard
     */
    NewsFeed(ChangesTable table, long last, Listener listener, Hearing hearing) {
        this.table = table;
        this.last = last;
        this.listener = listener;
        this.hearing = hearing;
    }

    /** Looks for news once and tells it. */
    Look look() {
        if (bounded > 0) {
            bounded--;
            Look look = table.upToLease(last);
            hear(look);
            return look;
        }
        // After one that lagged or was torn, the next look is exact.
        Look look = table.after(last, misses > 0);
        if (look.hasMore() && !isNewsThroughout(look)) {
            // What makes the answer so long may never have been told, and the lease is behind it.
            bound(look.told().isEmpty() ? -1 : look.told().getLast().number());
        } else {
            hear(look);
        }
        return look;
    }

    private boolean isNewsThroughout(Look look) {
        long next = last;
        for (Told told : look.told()) {
            next++;
            if (told.number() != next) {
                return false;
            }
        }
        return next > last;
    }

    private void hear(Look look) {
        Lease lease = look.lease();
        if (!look.hasMore() && (lease == null || lease.isBroken())) {
            // It shows anew what was told as soon as a node has taken it.
            misses = 1;
            return;
        }
        long end = lease == null ? Long.MAX_VALUE : lease.last();
        boolean isWhole = true;
        long seen = 0;
        for (Told told : look.told()) {
            if (told.number() > end || told.number() <= last) {
                // Told just now, so that the next look shows it with its lease, or never.
                seen = told.number();
                continue;
            }
            isWhole = told.number() == last + 1;
            if (!isWhole) {
                break;
            }
            if (told.changes().isEmpty()) {
                hearing.missed();
            }
            told.changes().forEach((actor, number) -> listener.changed(new StateChange(actor, number, null)));
            last = told.number();
        }
        watch(seen);
        if (isWhole && (look.hasMore() || end == last)) {
            misses = 0;
            return;
        }
        misses++;
        if (misses == MOST_MISSES) {
            // It has been forgotten before it was heard, or the table has been emptied.
            misses = 0;
            hearing.missed();
            last = look.hasMore() ? Math.max(last, look.told().getLast().number()) : end;
        }
    }

    private void watch(long seen) {
        sightings = seen == 0 || seen != stray ? 0 : sightings + 1;
        stray = seen;
        if (sightings == MOST_MISSES) {
            bound(seen);
        }
    }

    private void bound(long number) {
        bounded = BOUNDED_LOOKS;
        LOG.warn(
                "The item of the table {} with the part 'changes' and the number {} is news that nobody has told, and nobody hears it:"
                        + " somebody has put it there; delete it, and others of that kind",
                table.name(),
                number < 0 ? "that is no whole one" : number);
    }
}
