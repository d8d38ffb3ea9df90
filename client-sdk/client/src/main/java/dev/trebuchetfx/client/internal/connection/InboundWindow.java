// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What of one connection has been read and not been worked off, bounded: beyond the bound the reading thread waits, so that the
 * socket is not read, and in the end the server holds back.
 *
 * <p>Safe for use by any thread.
 */
final class InboundWindow {
    private final long capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private long bytes;
    private boolean waiting;
    private boolean waited;
    private boolean closed;

    /** @param capacity bytes; a message that is larger alone passes alone */
    InboundWindow(long capacity) {
        this.capacity = capacity;
    }

    /**
     * Makes room for a message, and waits for it where there is none. Called by the reading thread.
     *
     * @return whether the connection still counts
     */
    boolean enter(int size) {
        lock.lock();
        try {
            while (!closed && bytes > 0 && bytes + size > capacity) {
                waiting = true;
                waited = true;
                room.awaitUninterruptibly();
            }
            waiting = false;
            bytes += size;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A message has been worked off.
     *
     * @param late whether that took so long that others may not have been read meanwhile
     */
    void leave(int size, boolean late) {
        lock.lock();
        try {
            bytes -= size;
            waited |= late;
            room.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody waits any more: what comes is of no use. */
    void close() {
        lock.lock();
        try {
            closed = true;
            room.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Whether something was not read, since this was last asked, because we had enough to do: a silence then says nothing. */
    boolean hasHeldBack() {
        lock.lock();
        try {
            boolean result = waiting || waited;
            waited = waiting;
            return result;
        } finally {
            lock.unlock();
        }
    }
}
