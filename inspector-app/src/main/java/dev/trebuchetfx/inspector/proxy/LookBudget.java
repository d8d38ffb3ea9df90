// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The memory that a proxy has for what it looks at, over all connections and both directions, and for the messages that faults hold back.
 *
 * <p>Safe for use by any thread.
 */
final class LookBudget {
    private final int mostOfOneMessage;
    private final long most;
    private final AtomicLong taken = new AtomicLong();
    private final ReentrantLock large = new ReentrantLock();

    /**
     * Makes a budget of which nothing is taken.
     *
     * @param mostOfOneMessage the most bytes of one message, before and after inflating
     * @param most the most bytes of all messages together
     */
    LookBudget(int mostOfOneMessage, long most) {
        this.mostOfOneMessage = mostOfOneMessage;
        this.most = most;
    }

    int mostOfOneMessage() {
        return mostOfOneMessage;
    }

    /** Takes so many bytes; returns false, and takes none, if there are not as many left. */
    boolean take(long bytes) {
        while (true) {
            long before = taken.get();
            if (bytes > most - before) {
                return false;
            }
            if (taken.compareAndSet(before, before + bytes)) {
                return true;
            }
        }
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    /** Returns the number of bytes that are taken now. */
    long taken() {
        return taken.get();
    }

    /** Returns the lock under which a large message is read: that takes several times its size, so one is read at a time. */
    ReentrantLock large() {
        return large;
    }
}
