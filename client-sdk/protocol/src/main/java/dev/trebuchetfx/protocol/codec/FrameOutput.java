// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A collector of one message. A message that comes in one piece, as small ones do, is copied once, into an array of its size. Confined to the
 * thread that writes the message.
 */
final class FrameOutput extends OutputStream {
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final int sizeEstimate;
    private byte[] bytes = {};
    private int size;

    /** @param sizeEstimate the size of the array for a message that comes in several pieces, in bytes, 1 or more */
    FrameOutput(int sizeEstimate) {
        this.sizeEstimate = sizeEstimate;
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        if (size == 0) {
            bytes = Arrays.copyOfRange(source, offset, offset + length);
        } else {
            if (length > bytes.length - size) {
                bytes = Arrays.copyOf(bytes, grown(length));
            }
            System.arraycopy(source, offset, bytes, size, length);
        }
        size += length;
    }

    private int grown(int more) {
        long needed = (long) size + more;
        if (needed > LARGEST_ARRAY) {
            throw new OutOfMemoryError("a message has more than " + LARGEST_ARRAY + " bytes");
        }
        return (int) Math.clamp(2L * bytes.length, Math.max(needed, sizeEstimate), LARGEST_ARRAY);
    }

    /** Returns what was written. Nothing may be written afterwards. */
    Bytes frame() {
        return Bytes.wrap(size == bytes.length ? bytes : Arrays.copyOf(bytes, size));
    }
}
