// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.dynamodb.ChangesTable.Lease;
import dev.trebuchetfx.server.store.StateStoreException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One candidate for the role of the reader of the stream. The lease does not lock anything: what a replaced reader tells is refused by its
 * older term. Nobody compares clocks: a reader counts as gone when its lease has not changed for a whole time by the clock of who looks.
 * Confined to one thread.
 */
final class ReaderRole {
    private static final int RENEWALS = 3;

    private final ChangesTable table;
    private final String id;
    private final Duration term;
    private final TimeSource time;
    private @Nullable Lease seen;
    private long seenAt;
    private @Nullable Lease mine;
    private long renewedAt;

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
    }

    boolean isReader() {
        return mine != null;
    }

    /** Hears of the lease as somebody saw it just now, and takes it if it is free; null where there is none. */
    void look(@Nullable Lease lease) {
        if (mine != null) {
            return;
        }
        if (!Objects.equals(lease, seen)) {
            seen = lease;
            seenAt = time.nanoTime();
        }
        if (lease == null || lease.owner().isEmpty() || time.nanoTime() - seenAt >= term.toNanos()) {
            long asked = time.nanoTime();
            mine = table.take(lease, id);
            renewedAt = asked;
            // Somebody else may have been quicker, and has the whole term.
            seenAt = asked;
        }
    }

    /** Returns whether somebody reads the stream, as far as was seen. */
    boolean isServed() {
        return mine != null || (seen != null && !seen.owner().isEmpty());
    }

    /** Renews the lease if that is due; false where the role is lost, or was not had. */
    boolean keep() {
        Lease lease = mine;
        if (lease != null
                && time.nanoTime() - renewedAt >= term.dividedBy(RENEWALS).toNanos()) {
            long asked = time.nanoTime();
            hold(table.renew(lease), asked);
        }
        return mine != null;
    }

    /** Tells others of changes; false where the role is lost, so that nothing was told. */
    boolean tell(Map<String, @Nullable Long> changes) {
        Lease lease = mine;
        if (lease != null) {
            long asked = time.nanoTime();
            hold(table.tell(lease, changes), asked);
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
                table.release(lease);
            } catch (StateStoreException e) {
                // Another one takes over when the term has ended.
            }
        }
    }
}
