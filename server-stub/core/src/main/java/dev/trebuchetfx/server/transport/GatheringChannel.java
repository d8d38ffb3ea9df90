// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.java_websocket.WrappedByteChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the frames of messages and writes many of them at once: the library hands over one frame at a time, each of which would be a packet
 * and wake the peer. Whoever has queued something writes it here and now, without waiting for the library's selector thread to wake; only what
 * the socket does not take is left to that thread. Frames of the library's own, such as pings and the closing handshake, go behind what is
 * queued when it writes them.
 *
 * <p>Safe for use by any thread: everything is written with its lock held, which keeps the order and the frames whole.
 */
final class GatheringChannel implements WrappedByteChannel, OutgoingFrames {
    private static final int MOST_FRAMES = 64;
    private static final Logger LOG = LoggerFactory.getLogger(GatheringChannel.class);

    private final SocketChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<ByteBuffer> frames = new ArrayDeque<>();
    private final @Nullable ByteBuffer[] gathered = new ByteBuffer[MOST_FRAMES];
    private long bytes;
    /** A frame of the library's, of which the socket has taken a part: nothing may come in between. */
    private @Nullable ByteBuffer begun;

    /** Writes to {@code channel}. */
    GatheringChannel(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public void add(ByteBuffer frame) {
        lock.lock();
        try {
            frames.addLast(frame);
            bytes += frame.remaining();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean leave() {
        lock.lock();
        try {
            return flush();
        } catch (IOException e) {
            // The selector thread finds that out for itself, and tells.
            LOG.debug("A connection broke while it was written to", e);
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int write(ByteBuffer frame) throws IOException {
        lock.lock();
        try {
            if (!flush() || !frame.hasRemaining()) {
                return 0;
            }
            int written = channel.write(frame);
            begun = written > 0 && frame.hasRemaining() ? frame : null;
            return written;
        } finally {
            lock.unlock();
        }
    }

    /** Writes what is queued until nothing is left or the socket takes no more, and returns whether nothing is left. */
    private boolean flush() throws IOException {
        ByteBuffer first = begun;
        if (first != null) {
            channel.write(first);
            if (first.hasRemaining()) {
                return false;
            }
            begun = null;
        }
        while (!frames.isEmpty()) {
            if (!writeSome()) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether the socket took all that it was offered. */
    private boolean writeSome() throws IOException {
        int count = 0;
        for (ByteBuffer frame : frames) {
            gathered[count++] = frame;
            if (count == MOST_FRAMES) {
                break;
            }
        }
        try {
            bytes -= channel.write(gathered, 0, count);
        } finally {
            Arrays.fill(gathered, 0, count, null);
        }
        int left = count;
        for (ByteBuffer frame = frames.peekFirst();
                left > 0 && frame != null && !frame.hasRemaining();
                frame = frames.peekFirst()) {
            frames.removeFirst();
            left--;
        }
        return left == 0;
    }

    @Override
    public long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    private void clear() {
        lock.lock();
        try {
            frames.clear();
            bytes = 0;
        } finally {
            lock.unlock();
        }
    }

    // ---- what the library's selector thread asks ----

    @Override
    public boolean isNeedWrite() {
        lock.lock();
        try {
            return !frames.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void writeMore() throws IOException {
        lock.lock();
        try {
            boolean unused = flush();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isNeedRead() {
        return false;
    }

    @Override
    public int readMore(ByteBuffer into) {
        return 0;
    }

    @Override
    public boolean isBlocking() {
        return channel.isBlocking();
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
        clear();
    }
}
