// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary file for the bodies of a log. It has no name where the system allows that, and goes with the process. What is let go
 * makes room for what comes.
 *
 * <p>Safe for use by any thread. Writing happens on the executor's threads; a write that fails leaves the bodies where they are, and
 * is the last.
 */
public final class SpillFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpillFile.class);
    private static final int SLOT = 256 << 10;

    private final Path folder;
    private final Executor executor;
    /** The most bytes that wait in memory to be written. */
    private static final long MOST_WAITING = 16L << 20;

    private final AtomicLong waiting = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final BitSet used = new BitSet();
    /** Guarded by the lock. */
    private @Nullable FileChannel channel;

    private boolean closed;
    private volatile @Nullable String problem;

    /**
     * A file in {@code folder}, made when there is something to write.
     *
     * @param executor runs the writes; they may block
     */
    public SpillFile(Path folder, Executor executor) {
        this.folder = folder;
        this.executor = executor;
    }

    private FileChannel channel() throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException("the capture is closed");
            }
            if (channel == null) {
                channel = FileChannel.open(
                        Files.createTempFile(folder, "trebuchet-capture", ".tmp"),
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
            }
            return channel;
        } finally {
            lock.unlock();
        }
    }

    /** Why nothing is written any more; null while all is well. */
    public @Nullable String problem() {
        return problem;
    }

    /** Moves the bodies of a chunk that is complete into the file, some time soon. */
    void take(Chunk chunk) {
        if (problem != null || chunk.bodyBytes() == 0) {
            return;
        }
        if (waiting.addAndGet(chunk.bodyBytes()) > MOST_WAITING) {
            // Events come faster than the disk takes them: whoever brings them waits for it.
            writeWaiting(chunk);
        } else {
            executor.execute(() -> writeWaiting(chunk));
        }
    }

    private void writeWaiting(Chunk chunk) {
        int length = chunk.bodyBytes();
        try {
            write(chunk);
        } finally {
            waiting.addAndGet(-length);
        }
    }

    private void write(Chunk chunk) {
        int length = chunk.bodyBytes();
        int slots = (length + SLOT - 1) / SLOT;
        int slot = reserve(slots);
        try {
            FileChannel file = channel();
            ByteBuffer bytes = ByteBuffer.wrap(chunk.written(), 0, length);
            long position = (long) slot * SLOT;
            while (bytes.hasRemaining()) {
                position += file.write(bytes, position);
            }
            if (!chunk.moveBodies(new InFile(slot, slots))) {
                release(slot, slots);
            }
        } catch (IOException e) {
            release(slot, slots);
            if (problem == null) {
                problem = "The capture's temporary file can't be written: " + e.getMessage()
                        + ". Payloads stay in memory, and fewer of them.";
                LOG.warn("{}", problem, e);
            }
        }
    }

    /** How much of the file is in use. */
    long bytes() {
        lock.lock();
        try {
            return (long) used.cardinality() * SLOT;
        } finally {
            lock.unlock();
        }
    }

    private int reserve(int slots) {
        lock.lock();
        try {
            int from = used.nextClearBit(0);
            while (true) {
                int next = used.nextSetBit(from);
                if (next < 0 || next - from >= slots) {
                    used.set(from, from + slots);
                    return from;
                }
                from = used.nextClearBit(next);
            }
        } finally {
            lock.unlock();
        }
    }

    private void release(int slot, int slots) {
        lock.lock();
        try {
            used.clear(slot, slot + slots);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.debug("The temporary file could not be closed", e);
        } finally {
            lock.unlock();
        }
    }

    /** Bodies in the file, until they are let go. */
    private final class InFile implements Bodies {
        private final int slot;
        private final int slots;
        private volatile boolean released;

        InFile(int slot, int slots) {
            this.slot = slot;
            this.slots = slots;
        }

        @Override
        public byte[] read(long offset, int length) throws IOException {
            FileChannel file = channel();
            byte[] bytes = new byte[length];
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            long position = (long) slot * SLOT + offset;
            while (buffer.hasRemaining()) {
                int read = file.read(buffer, position + buffer.position());
                if (read < 0) {
                    throw new IOException("the temporary file is shorter than expected");
                }
            }
            // Asked afterwards: the place may have been taken by others meanwhile.
            if (released) {
                throw new IOException("these events were let go");
            }
            return bytes;
        }

        @Override
        public void release() {
            released = true;
            SpillFile.this.release(slot, slots);
        }
    }
}
