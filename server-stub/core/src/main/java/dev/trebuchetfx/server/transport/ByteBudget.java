// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that all connections hold together for one purpose, up to a limit. Beyond it the connection that holds most has to go, so that
 * a peer that needs little is not turned away for those that need much. Safe for use by any thread.
 */
final class ByteBudget {
    private final long most;
    private final AtomicLong used = new AtomicLong();
    private final Set<Share> holders = ConcurrentHashMap.newKeySet();

    ByteBudget(long most) {
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

    private enum Membership {
        NONE,
        HOLDER,
        GONE
    }

    /** The share of one connection. Safe for use by any thread. */
    final class Share {
        private final Runnable revoked;
        private final AtomicLong held = new AtomicLong();
        /** The state of this share: not yet a holder, a holder, or gone for good. It stays among them while it holds nothing, since that changes often. */
        private volatile Membership membership = Membership.NONE;

        private Share(Runnable revoked) {
            this.revoked = revoked;
        }

        /** Sets how many bytes the connection holds now. */
        void hold(long bytes) {
            apply(bytes - held.getAndSet(bytes));
        }

        /** Changes how many bytes the connection holds. */
        void change(long change) {
            held.addAndGet(change);
            apply(change);
        }

        /** Forgets the connection, which has closed. */
        void end() {
            leave();
        }

        private void apply(long change) {
            if (change > 0 && membership == Membership.NONE) {
                join();
            }
            if (change != 0 && used.addAndGet(change) > most && change > 0) {
                holders.stream()
                        .max(Comparator.comparingLong(share -> share.held.get()))
                        .ifPresent(Share::revoke);
            }
        }

        /** Gives the connection up. Only once: what it holds counts until it has closed. */
        private void revoke() {
            leave();
            revoked.run();
        }

        private synchronized void join() {
            if (membership == Membership.NONE) {
                membership = Membership.HOLDER;
                holders.add(this);
            }
        }

        private synchronized void leave() {
            membership = Membership.GONE;
            holders.remove(this);
        }
    }
}
