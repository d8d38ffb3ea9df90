// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A decoder of base64 that reads the raw content of a JSON string.
 *
 * <p>The decoder is as strict as Swift's: it accepts the standard alphabet of RFC 4648 with padding and nothing else. Jackson's own
 * reader would skip white space, accept two padded sequences in a row, and could not go on after an error.
 */
final class WireBase64 {
    private WireBase64() {}

    /**
     * Decodes the content of a JSON string.
     *
     * @param frame the whole message
     * @param start the offset of the content, after the opening quote
     * @param end the offset of the closing quote
     * @throws IllegalArgumentException if the content is not base64; the message says what is wrong
     */
    static Bytes decode(byte[] frame, int start, int end) {
        if (start == end) {
            return Bytes.empty();
        }
        ByteBuffer content = ByteBuffer.wrap(frame, start, end - start);
        for (int i = start; i < end; i++) {
            if (frame[i] == '\\') {
                content = unescape(frame, start, end);
                break;
            }
        }
        if (content.remaining() % 4 != 0) {
            throw new IllegalArgumentException(content.remaining() + " characters, not a multiple of four");
        }
        ByteBuffer decoded = Base64.getDecoder().decode(content);
        boolean whole =
                decoded.hasArray() && decoded.arrayOffset() == 0 && decoded.array().length == decoded.remaining();
        if (whole) {
            return Bytes.wrap(decoded.array());
        }
        byte[] copy = new byte[decoded.remaining()];
        decoded.get(copy);
        return Bytes.wrap(copy);
    }

    /** Replaces escapes. Swift escapes each slash; other writers may escape any character as {@code \}{@code uXXXX}. */
    private static ByteBuffer unescape(byte[] frame, int start, int end) {
        ByteBuffer plain = ByteBuffer.allocate(end - start);
        int i = start;
        while (i < end) {
            byte b = frame[i++];
            if (b == '\\') {
                b = i < end ? frame[i++] : 0;
                if (b == 'u') {
                    if (end - i < 4) {
                        throw new IllegalArgumentException("an escape cut short");
                    }
                    int code = 0;
                    for (int digit = 0; digit < 4; digit++) {
                        code = code << 4 | HexFormat.fromHexDigit(frame[i++]);
                    }
                    b = (byte) (code < 128 ? code : '?');
                } else if (b != '/') {
                    throw new IllegalArgumentException("an escape that is no base64 character");
                }
            }
            plain.put(b);
        }
        return plain.flip();
    }
}
