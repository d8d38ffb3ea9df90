// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.codec.WireException.Problem;
import dev.trebuchetfx.protocol.internal.foreign.ForeignText;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Checks of text, and the short form of text in errors. */
final class WireText {
    /** The most characters of a text that an error shows. */
    private static final int SHOWN = 60;

    /** The characters that are decoded at a time. */
    private static final int CHUNK = 4096;

    private WireText() {}

    /**
     * Checks that the bytes are strict UTF-8 (RFC 3629). Jackson alone would accept overlong forms and encoded surrogates, and would take
     * bytes with leading zeros for UTF-16 or UTF-32.
     *
     * @throws WireException if the bytes are not UTF-8, or one of the first four is zero
     */
    static void requireUtf8(byte[] bytes) throws WireException {
        if (!isAscii(bytes)) {
            requireWellFormed(bytes);
        }
        for (int i = 0; i < Math.min(bytes.length, 4); i++) {
            if (bytes[i] == 0) {
                throw new WireException(
                        Problem.MALFORMED, "expected UTF-8 JSON, found a zero byte at offset " + i, null);
            }
        }
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    private static void requireWellFormed(byte[] bytes) throws WireException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer sink = CharBuffer.allocate(Math.min(bytes.length, CHUNK) + 2);
        CoderResult result;
        do {
            sink.clear();
            result = decoder.decode(in, sink, true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw new WireException(
                    Problem.MALFORMED,
                    "expected UTF-8, found the byte 0x" + Integer.toHexString(bytes[in.position()] & 0xFF)
                            + " at offset " + in.position(),
                    null);
        }
    }

    /** Returns whether each surrogate is part of a pair. A lone surrogate can't be written as UTF-8. */
    static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Returns the text with U+FFFD in place of each lone surrogate. */
    static String toUnicode(String text) {
        if (isUnicode(text)) {
            return text;
        }
        return text.codePoints()
                .map(point -> Character.getType(point) == Character.SURROGATE ? 0xFFFD : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Returns the text in quotes, shortened as {@link #shorten(String)} does. */
    static String quote(String text) {
        return '"' + shorten(text) + '"';
    }

    /** Returns the text, cut after 60 characters, with a dot in place of each character that is not safe to print. */
    static String shorten(String text) {
        return shorten(text, SHOWN);
    }

    /** Returns the text, cut after {@code shown} characters, with a dot in place of each character that is not safe to print. */
    static String shorten(String text, int shown) {
        String head = text;
        if (text.length() > shown) {
            int end = Character.isHighSurrogate(text.charAt(shown - 1)) ? shown - 1 : shown;
            head = text.substring(0, end) + "…";
        }
        return isPlain(head) ? head : ForeignText.printable(head);
    }

    /** Returns whether the text has printable ASCII alone. The check saves a regular expression for the names of keys. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return true;
    }
}
