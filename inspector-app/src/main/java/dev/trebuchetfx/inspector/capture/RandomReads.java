// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file that is read at any place by any thread. An interrupt closes a file's channel for all its readers: the next one opens it again.
 */
final class RandomReads implements Closeable {
    /** Read at once where bodies are read one after another: a call of the system for each would be a tenth of the time. */
    private static final int AHEAD = 64 << 10;

    private final Path path;
    private FileChannel channel;
    private volatile boolean closed;
    /** Shared by all threads, each of which sees a whole one; who finds another's reads the file. */
    private volatile @Nullable Window window;

    private volatile long lastEnd = -1;

    RandomReads(Path path) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    private synchronized FileChannel channel() throws IOException {
        if (closed) {
            throw new IOException(path + " was closed");
        }
        if (!channel.isOpen()) {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        }
        return channel;
    }

    long size() throws IOException {
        return channel().size();
    }

    /** Fills {@code into} up to its limit from this place of the file; false where the file is shorter. */
    boolean readFully(ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int read;
            try {
                read = channel().read(into, at);
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (ClosedChannelException othersInterrupt) {
                continue;
            }
            if (read < 0) {
                return false;
            }
            at += read;
        }
        return true;
    }

    /** The bodies from this place on; the file holds {@code length} bytes of them, which do not change any more. */
    Bodies region(long start, long length) {
        return (offset, size) -> body(start + offset, size, start + length);
    }

    private byte[] body(long position, int size, long end) throws IOException {
        long after = position + size;
        Window held = window;
        if (held != null && held.holds(position, size) && !closed) {
            lastEnd = after;
            return held.copy(position, size);
        }
        // Who reads on where the last read ended will go on doing so.
        boolean onwards = position == lastEnd && size < AHEAD;
        lastEnd = after;
        byte[] bytes = new byte[onwards ? (int) Math.min(AHEAD, Math.max(size, end - position)) : size];
        if (!readFully(ByteBuffer.wrap(bytes), position)) {
            throw new IOException(path + " is shorter than it was");
        }
        if (!onwards) {
            return bytes;
        }
        Window ahead = new Window(position, bytes);
        window = ahead;
        return ahead.copy(position, size);
    }

    /** Bytes of the file from a place on, of blocks that were checked: they do not change any more. */
    private static final class Window {
        private final long from;
        private final byte[] bytes;

        Window(long from, byte[] bytes) {
            this.from = from;
            this.bytes = bytes;
        }

        boolean holds(long position, int size) {
            return position >= from && position + size <= from + bytes.length;
        }

        byte[] copy(long position, int size) {
            int at = (int) (position - from);
            return Arrays.copyOfRange(bytes, at, at + size);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        window = null;
        channel.close();
    }
}
