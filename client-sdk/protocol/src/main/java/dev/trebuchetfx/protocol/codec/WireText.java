// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.codec.WireException.Problem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Checks on text, and its short form in error messages. */
final class WireText {
    private static final int SHOWN = 60;
    private static final int CHUNK = 4096;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private WireText() {}

    /**
     * Refuses what is not UTF-8 to the letter: Jackson lets overlong forms and encoded surrogates pass, and takes bytes with zeros in
     * front for UTF-16 or UTF-32.
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

    /** Whether each surrogate has its other half; a lone one can't be written as UTF-8. */
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

    /** The text itself, or with U+FFFD in place of each lone surrogate. */
    static String toUnicode(String text) {
        if (isUnicode(text)) {
            return text;
        }
        return text.codePoints()
                .map(point -> Character.getType(point) == Character.SURROGATE ? 0xFFFD : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The text in quotes, cut to a bounded length. */
    static String quote(String text) {
        return '"' + shorten(text) + '"';
    }

    /** The text, cut to a bounded length, control characters shown as a dot. */
    static String shorten(String text) {
        return shorten(text, SHOWN);
    }

    static String shorten(String text, int shown) {
        String head = text;
        if (text.length() > shown) {
            int end = Character.isHighSurrogate(text.charAt(shown - 1)) ? shown - 1 : shown;
            head = text.substring(0, end) + "…";
        }
        return hasControl(head) ? CONTROL.matcher(head).replaceAll("·") : head;
    }

    /** Names of keys pass here for each object of a frame, and hardly ever have one. */
    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) == 0x7F) {
                return true;
            }
        }
        return false;
    }
}
