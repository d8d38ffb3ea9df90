// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Frames in the library's own queue, which its selector thread alone writes: what is encrypted must not be written by two. Its lock guards the
 * count of bytes.
 */
final class LibraryFrames implements OutgoingFrames {
    private final Queue<ByteBuffer> queue;
    private final ReentrantLock lock = new ReentrantLock();
    /** Sizes of the frames that may still be in the queue, oldest first. */
    private final Deque<Integer> sizes = new ArrayDeque<>();

    private long bytes;

    /** Adds to {@code queue}. */
    LibraryFrames(Queue<ByteBuffer> queue) {
        this.queue = queue;
    }

    @Override
    public void add(ByteBuffer frame) {
        lock.lock();
        try {
            sizes.add(frame.remaining());
            bytes += frame.remaining();
            queue.add(frame);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean leave() {
        return queue.isEmpty();
    }

    @Override
    public long bytes() {
        lock.lock();
        try {
            forgetWhatLeft();
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** The library's queue is first in, first out: as many of our newest frames are still there as it has entries. */
    private void forgetWhatLeft() {
        int waiting = queue.size();
        while (sizes.size() > waiting) {
            bytes -= sizes.remove();
        }
    }
}
