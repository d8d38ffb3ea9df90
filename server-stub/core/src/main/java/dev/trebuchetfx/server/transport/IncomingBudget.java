// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that the unfinished messages of all connections have together, up to a limit. Beyond it the connection that holds most has to
 * go, so that a peer with a small message is not turned away for those who never finish theirs. Safe for use by any thread.
 */
final class IncomingBudget {
    private final long most;
    private final AtomicLong used = new AtomicLong();
    private final Set<Share> holders = ConcurrentHashMap.newKeySet();

    IncomingBudget(long most) {
        this.most = most;
    }

    long used() {
        return used.get();
    }

    /**
     * Makes the share of one connection.
     *
     * @param revoked called, by any thread, when the connection holds more than every other and all together hold too much
     */
    Share share(Runnable revoked) {
        return new Share(revoked);
    }

    /** The share of one connection. Confined to the connection's thread; others read it. */
    final class Share {
        private final Runnable revoked;
        private volatile long held;

        private Share(Runnable revoked) {
            this.revoked = revoked;
        }

        /** Sets how many bytes the connection holds now. */
        void hold(long bytes) {
            long change = bytes - held;
            if (change == 0) {
                return;
            }
            held = bytes;
            if (bytes == 0) {
                holders.remove(this);
            } else {
                holders.add(this);
            }
            if (used.addAndGet(change) > most && change > 0) {
                holders.stream()
                        .max(Comparator.comparingLong(share -> share.held))
                        // Only once: what it holds counts until it has closed.
                        .filter(holders::remove)
                        .ifPresent(largest -> largest.revoked.run());
            }
        }
    }
}
