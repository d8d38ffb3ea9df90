// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.StateStoreException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One candidate for the role of the reader of the stream. The lease does not lock anything: what a replaced reader tells is refused by its
 * older term. Nobody compares clocks: a reader counts as gone when its lease has not changed for a whole time by the clock of who looks.
 * Confined to one thread.
 */
final class ReaderRole {
    private static final Logger LOG = LoggerFactory.getLogger(ReaderRole.class);

    private static final int RENEWALS = 3;

    /** A reader that is less behind by this than its lease says writes it anew at once, since others may wait for it. */
    private static final Duration MADE_UP = Duration.ofSeconds(1);

    private final ChangesTable table;
    private final String id;
    private final Duration term;
    private final TimeSource time;
    private @Nullable Lease seen;
    private long seenAt;
    private @Nullable Lease mine;
    private long renewedAt;

    /** The time up to which all changes had been told, as far as was seen. */
    private long toldAt;

    /**
     * @param id an id that no other candidate has
     * @param term the time after which a lease that does not change is free
     */
    ReaderRole(ChangesTable table, String id, Duration term, TimeSource time) {
        this.table = table;
        this.id = id;
        this.term = term;
        this.time = time;
        this.seenAt = time.nanoTime();
        this.toldAt = seenAt;
    }

    boolean isReader() {
        return mine != null;
    }

    /** Returns whether this candidate is the reader, and there was another one before it. */
    boolean isSuccessor() {
        return mine != null && mine.term() > 1;
    }

    /**
     * Hears of the lease as somebody saw it just now, and takes it if it is free; null where there is none. One that somebody has broken is
     * taken at once, since no reader that lives can keep it.
     */
    void look(@Nullable Lease lease) {
        if (mine != null) {
            keep(lease);
            return;
        }
        Lease before = seen;
        if (!Objects.equals(lease, seen)) {
            seen = lease;
            seenAt = time.nanoTime();
            if (lease != null && !lease.isBroken()) {
                toldAt = seenAt - Duration.ofMillis(lease.behind()).toNanos();
            }
        }
        if (lease == null || isFree(lease)) {
            long asked = time.nanoTime();
            mine = table.take(lease, id, behind());
            renewedAt = asked;
            // Somebody else may have been quicker, and has the whole term.
            seenAt = asked;
            if (mine != null) {
                warn(lease, before);
            }
        }
    }

    private boolean isFree(Lease lease) {
        // Nobody else has this id, so it is this candidate's own, which somebody has changed.
        boolean isOwn = lease.owner().equals(id);
        return isOwn || lease.isBroken() || lease.owner().isEmpty() || time.nanoTime() - seenAt >= term.toNanos();
    }

    /** Looks after the own lease: where the item is gone or broken, either this writes it anew, or the role is lost. */
    private void keep(@Nullable Lease shown) {
        Lease held = mine;
        if (held != null && (shown == null || shown.isBroken())) {
            long asked = time.nanoTime();
            hold(table.renew(held, behind()), asked);
            if (mine != null && shown != null) {
                warn(shown, held);
            }
            seen = held;
        }
    }

    private void warn(@Nullable Lease found, @Nullable Lease before) {
        if (found != null && found.isBroken()) {
            tell("expected whole numbers from 0 on as term, beat and last but found " + found.damage());
        } else if (found == null && (before != null || table.newest() > 0)) {
            tell("the item is not there any more");
        }
    }

    private void tell(String what) {
        LOG.warn(
                "Somebody has broken the lease of the stream's reader in the table {}, the item with the part 'changes' and the number {}: {}."
                        + " This node has written it anew and reads the stream; nodes that may have missed something read the newest"
                        + " versions of their actors",
                table.name(),
                Long.MAX_VALUE,
                what);
    }

    /** Returns whether somebody reads the stream, as far as was seen. */
    boolean isServed() {
        return mine != null
                || (seen != null && !seen.isBroken() && !seen.owner().isEmpty());
    }

    /**
     * Returns the time for which changes may not have been told yet: since the reader, be it this candidate or another, was at the end of the stream.
     * A reader that is silent counts as one that reads nothing, and who takes over from it begins where that one was.
     */
    Duration behind() {
        return Duration.ofNanos(Math.max(0, time.nanoTime() - toldAt));
    }

    /** Hears that all has been told that the stream had at this time of the clock. */
    void toldAllOf(long at) {
        toldAt = at;
    }

    /** Renews the lease if that is due; false where the role is lost, or was not had. */
    boolean keep() {
        Lease lease = mine;
        if (lease != null && isDue(lease)) {
            long asked = time.nanoTime();
            hold(table.renew(lease, behind()), asked);
        }
        return mine != null;
    }

    private boolean isDue(Lease lease) {
        return time.nanoTime() - renewedAt >= term.dividedBy(RENEWALS).toNanos()
                || lease.behind() - behind().toMillis() >= MADE_UP.toMillis();
    }

    /** Tells others of changes; false where the role is lost, so that nothing was told. */
    boolean tell(Map<String, @Nullable Long> changes) {
        Lease lease = mine;
        if (lease != null) {
            long asked = time.nanoTime();
            hold(table.tell(lease, changes, behind()), asked);
        }
        return mine != null;
    }

    private void hold(@Nullable Lease lease, long asked) {
        mine = lease;
        renewedAt = asked;
        seenAt = asked;
    }

    /** Gives the role back, if this candidate has it and DynamoDB can be asked. */
    void release() {
        Lease lease = mine;
        mine = null;
        if (lease != null) {
            try {
                table.release(lease, behind());
            } catch (StateStoreException e) {
                // Another one takes over when the term has ended.
            }
        }
    }
}
