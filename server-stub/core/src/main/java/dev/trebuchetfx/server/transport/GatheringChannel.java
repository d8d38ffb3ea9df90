// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is queued for a connection at once: the library hands over one frame at a time, each of which would be a packet and wake the
 * peer; and whoever has queued something may write it here and now, without waiting for the library's selector thread to wake. What was written
 * stays in the queue until the selector thread, which alone removes from it, finds it to be empty. Safe for use by any thread; its lock keeps
 * the order.
 */
final class GatheringChannel implements ByteChannel {
    private static final int MOST_FRAMES = 64;
    private static final int ENOUGH_BYTES = 1 << 18;

    private static final Logger LOG = LoggerFactory.getLogger(GatheringChannel.class);

    private final SocketChannel channel;
    private final Queue<ByteBuffer> queue;
    private final ReentrantLock lock = new ReentrantLock();
    private final @Nullable ByteBuffer[] frames = new ByteBuffer[MOST_FRAMES];

    /**
     * Writes to {@code channel}.
     *
     * @param queue what is handed over, the oldest first
     */
    GatheringChannel(SocketChannel channel, Queue<ByteBuffer> queue) {
        this.channel = channel;
        this.queue = queue;
    }

    @Override
    public int write(ByteBuffer first) throws IOException {
        lock.lock();
        try {
            return first.hasRemaining() ? (int) writeFrom(queue) : 0;
        } finally {
            lock.unlock();
        }
    }

    /** Writes what the socket takes of the queue now; if it is broken, the selector thread will find that out for itself. */
    void writeQueued() {
        lock.lock();
        try {
            long unused = writeFrom(queue);
        } catch (IOException e) {
            LOG.debug("A connection broke while it was written to", e);
        } finally {
            lock.unlock();
        }
    }

    private long writeFrom(Queue<ByteBuffer> all) throws IOException {
        int count = 0;
        long bytes = 0;
        for (ByteBuffer frame : all) {
            if (frame.hasRemaining()) {
                frames[count++] = frame;
                bytes += frame.remaining();
            }
            if (count == MOST_FRAMES || bytes >= ENOUGH_BYTES) {
                break;
            }
        }
        try {
            return channel.write(frames, 0, count);
        } finally {
            Arrays.fill(frames, 0, count, null);
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
