// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bound on the messages of one connection that were read and are not handled yet. Beyond it the reading thread waits, so that the
 * socket is not read, and in the end the server holds back.
 *
 * <p>Safe for use by any thread.
 */
final class InboundWindow {
    /** The bytes that a message takes beside its content while it waits: without them, no number of empty messages would fill the window. */
    private static final int OVERHEAD = 256;

    private final long capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private long bytes;
    private boolean waiting;
    private boolean waited;
    private boolean closed;

    /**
     * Creates an empty window.
     *
     * @param capacity the bound in bytes; a message that is larger passes when it is the only one
     */
    InboundWindow(long capacity) {
        this.capacity = capacity;
    }

    /**
     * Waits until there is room for a message, and takes it. Called by the reading thread.
     *
     * @return false if the connection was given up, so that the message is of no use
     */
    boolean enter(int size) {
        lock.lock();
        try {
            while (!closed && bytes > 0 && bytes + OVERHEAD + size > capacity) {
                waiting = true;
                waited = true;
                room.awaitUninterruptibly();
            }
            waiting = false;
            bytes += OVERHEAD + size;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives back the room of a message that has been handled.
     *
     * @param late true if that took so long that others may not have been read meanwhile
     */
    void leave(int size, boolean late) {
        lock.lock();
        try {
            bytes -= OVERHEAD + size;
            waited |= late;
            room.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Ends every wait, since the connection was given up. */
    void close() {
        lock.lock();
        try {
            closed = true;
            room.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns whether messages may have been left unread since this was last asked, because the client was busy: a silence then proves
     * nothing.
     */
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
