// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.websocket;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.java_websocket.exceptions.LimitExceededException;

/**
 * A message that is put together piece by piece, up to a limit. Until it is whole it takes no more memory than the limit and one chunk,
 * whatever the pieces. Confined to the thread that reads.
 */
public final class BoundedMessage {
    /** The bytes of the first chunk. */
    private static final int FIRST_CHUNK = 1 << 10;
    /** The most bytes of a chunk. */
    private static final int LARGEST_CHUNK = 1 << 16;

    private final int maxBytes;
    private final List<byte[]> full = new ArrayList<>();
    private byte[] chunk = new byte[0];
    /** The bytes that are used in the newest chunk. */
    private int used;

    private int total;

    /** Makes an empty message of at most {@code maxBytes}. */
    public BoundedMessage(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Adds all of {@code bytes}.
     *
     * @throws LimitExceededException if the message would exceed the limit; it can't be used any more then
     */
    public void add(ByteBuffer bytes) throws LimitExceededException {
        if (bytes.remaining() > maxBytes - total) {
            throw new LimitExceededException(
                    "a message has more than the " + maxBytes + " bytes that it may have", maxBytes);
        }
        if (total == 0 && bytes.remaining() == maxBytes) {
            // The message is whole at once, so that its memory can be just as large.
            chunk = new byte[maxBytes];
        }
        while (bytes.hasRemaining()) {
            makeRoom();
            int length = Math.min(bytes.remaining(), chunk.length - used);
            bytes.get(chunk, used, length);
            took(length);
        }
    }

    /**
     * Adds the inflater's output until it needs more input or has ended.
     *
     * @throws DataFormatException if the input is not deflated data
     * @throws LimitExceededException if the message would exceed the limit; it can't be used any more then
     */
    void addFrom(Inflater inflater) throws DataFormatException, LimitExceededException {
        while (true) {
            makeRoom();
            int length = inflater.inflate(chunk, used, chunk.length - used);
            if (length > maxBytes - total) {
                throw new LimitExceededException(
                        "a compressed message has more than the " + maxBytes + " bytes that it may have", maxBytes);
            }
            took(length);
            if (length == 0 && (inflater.needsInput() || inflater.finished() || inflater.needsDictionary())) {
                return;
            }
        }
    }

    private void makeRoom() {
        if (used == chunk.length) {
            if (used > 0) {
                full.add(chunk);
            }
            chunk = new byte[Math.clamp(total, FIRST_CHUNK, LARGEST_CHUNK)];
            used = 0;
        }
    }

    private void took(int length) {
        used += length;
        total += length;
    }

    /** Returns the number of bytes so far. */
    public int size() {
        return total;
    }

    /** Copies the last {@code count} bytes, which there must be, to the end of {@code target}. */
    void copyEndTo(byte[] target, int count) {
        int end = target.length;
        int start = end - count;
        end -= copyEndOf(chunk, used, target, start, end);
        for (int i = full.size() - 1; end > start; i--) {
            end -= copyEndOf(full.get(i), full.get(i).length, target, start, end);
        }
    }

    private static int copyEndOf(byte[] source, int length, byte[] target, int start, int end) {
        int count = Math.min(length, end - start);
        System.arraycopy(source, length - count, target, end - count, count);
        return count;
    }

    /** Returns the whole message. */
    public ByteBuffer whole() {
        if (full.isEmpty()) {
            return ByteBuffer.wrap(chunk, 0, used);
        }
        ByteBuffer whole = ByteBuffer.allocate(total);
        full.forEach(whole::put);
        return whole.put(chunk, 0, used).flip();
    }
}
