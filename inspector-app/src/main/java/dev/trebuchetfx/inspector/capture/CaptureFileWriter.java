// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import dev.trebuchetfx.inspector.file.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes a capture in its own format, block by block, so that it can be read while it grows.
 *
 * <p>What is appended is written when about a mebibyte has come together or with the next {@link #flush}: whoever records calls that
 * at least once a second, so that a killed process loses no more. Safe for use by any thread: one appends, another flushes. Uses about two
 * mebibytes of memory whatever is written.
 */
public final class CaptureFileWriter implements CaptureWriter {
    private static final int BLOCK_EVENTS = 8_192;
    private static final int BLOCK_BYTES = 1 << 20;

    private final FileChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final Names names = new Names();
    private @Nullable Chunk pending;
    private long count;
    private boolean closed;

    private final int blockBytes;

    private CaptureFileWriter(FileChannel channel, int blockBytes) {
        this.channel = channel;
        this.blockBytes = blockBytes;
    }

    /** Begins a file, in place of one that is there. A new one may be read by its owner alone. */
    public static CaptureFileWriter create(Path file, CaptureNote note) throws IOException {
        return create(file, note, BLOCK_BYTES);
    }

    /** As {@link #create(Path, CaptureNote)}, with blocks of about so many bytes: smaller ones for who reads many places at once. */
    public static CaptureFileWriter create(Path file, CaptureNote note, int blockBytes) throws IOException {
        FileChannel channel = PrivateFile.open(file);
        CaptureFileWriter writer = new CaptureFileWriter(channel, blockBytes);
        writer.write(ByteBuffer.wrap(FileBlock.signature()));
        writer.write(FileBlock.of(FileBlock.HEADER, FileJson.header(note)));
        return writer;
    }

    /** Takes an event. Throws {@link UncheckedIOException} where the file can't be written. */
    @Override
    public void append(CapturedEvent event) {
        lock.lock();
        try {
            byte[] body = event.body().unsafeArray();
            Chunk chunk = pending;
            if (chunk != null && chunk.isFullFor(body.length)) {
                flush();
                chunk = null;
            }
            if (chunk == null) {
                chunk = new Chunk(count, BLOCK_EVENTS, blockBytes, body.length);
                pending = chunk;
            }
            chunk.append(event, names);
            count++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    /** Says that events are missing before what is appended next. */
    public void appendHole(Hole hole) throws IOException {
        lock.lock();
        try {
            flush();
            write(FileBlock.of(
                    FileBlock.HOLE,
                    FileJson.hole(new Hole(hole.reason(), count, hole.count(), hole.fromTime(), hole.toTime()))));
        } finally {
            lock.unlock();
        }
    }

    /** Keeps what a person noted. */
    public void append(Comment comment) throws IOException {
        lock.lock();
        try {
            flush();
            write(FileBlock.of(FileBlock.COMMENT, FileJson.comment(comment)));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long flush() throws IOException {
        lock.lock();
        try {
            Chunk chunk = pending;
            if (chunk != null && !closed) {
                pending = null;
                if (names.hasNew()) {
                    write(FileBlock.of(FileBlock.NAMES, FileJson.names(names)));
                }
                write(FileBlock.events(chunk));
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Writes what is left and that this is the end. More than once does no harm. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try (channel) {
            if (!closed) {
                flush();
                closed = true;
                write(FileBlock.of(
                        FileBlock.END, FileJson.bytes(FileJson.object().put("events", count))));
            }
        } finally {
            lock.unlock();
        }
    }
}
