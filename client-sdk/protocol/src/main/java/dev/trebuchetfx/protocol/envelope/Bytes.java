// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sequence of bytes that compares by content, so that the records of this package are values.
 *
 * <p>Safe for use by any thread.
 */
public final class Bytes {
    private static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns the sequence without bytes. On the wire it is the result of a method that returns nothing. */
    public static Bytes empty() {
        return EMPTY;
    }

    /** Returns a sequence that is backed by {@code bytes}, without a copy. The caller must not change the array afterwards. */
    public static Bytes wrap(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Bytes(bytes);
    }

    /** Returns {@code text} encoded as UTF-8. A lone surrogate becomes {@code ?}. */
    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the number of bytes. */
    public int size() {
        return bytes.length;
    }

    /** Returns whether there are no bytes. */
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** Returns a copy of the bytes, which the caller may change. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /**
     * Returns the backing array itself, without a copy, for a decoder or a writer that only reads it.
     *
     * <p>The caller must not change the array: this object would no longer be immutable.
     */
    public byte[] unsafeArray() {
        return bytes;
    }

    /** Returns a read-only view of the bytes, without a copy. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** Returns the bytes decoded as UTF-8. Malformed input becomes U+FFFD; the method never throws. */
    public String utf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the size alone, since the contents may be secret and the text may end up in a log. See {@link #utf8} for the contents. */
    @Override
    public String toString() {
        return "Bytes[" + bytes.length + "]";
    }
}
