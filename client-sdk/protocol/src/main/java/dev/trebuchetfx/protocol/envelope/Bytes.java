// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable run of bytes that compares by content, so that the records of this package are values.
 *
 * <p>Safe for use by any thread.
 */
public final class Bytes {
    private static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** No bytes; on the wire, the result of a void method. */
    public static Bytes empty() {
        return EMPTY;
    }

    /** Takes ownership of {@code bytes} without a copy: the caller must not change the array afterwards. */
    public static Bytes wrap(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Bytes(bytes);
    }

    /** The UTF-8 form of {@code text}. */
    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How many bytes there are. */
    public int size() {
        return bytes.length;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** A copy, the caller's to change. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /**
     * The backing array itself, without a copy, for a decoder or a writer that only reads.
     *
     * <p>Changing it breaks the promise of this class.
     */
    public byte[] unsafeArray() {
        return bytes;
    }

    /** A read-only view. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** The bytes read as UTF-8; malformed input becomes U+FFFD, so this never fails. */
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

    /** The size alone: what is in it may be a secret, and this may end up in a log. {@link #utf8} gives the contents. */
    @Override
    public String toString() {
        return "Bytes[" + bytes.length + "]";
    }
}
