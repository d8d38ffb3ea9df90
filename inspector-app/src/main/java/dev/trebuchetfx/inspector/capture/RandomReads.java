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

/**
 * A file that is read at any place by any thread. An interrupt closes a file's channel for all its readers: the next one opens it again.
 */
final class RandomReads implements Closeable {
    private final Path path;
    private FileChannel channel;
    private boolean closed;

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

    /** The bodies from this place on. */
    Bodies region(long start) {
        return (offset, length) -> {
            byte[] bytes = new byte[length];
            if (!readFully(ByteBuffer.wrap(bytes), start + offset)) {
                throw new IOException(path + " is shorter than it was");
            }
            return bytes;
        };
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        channel.close();
    }
}
