// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.codec.WireException.Problem;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;

/**
 * The position of the parser in a message and the value there, for reading raw bytes and for the texts of errors.
 *
 * <p>Confined to the decoding thread.
 */
final class FramePosition {
    /** The most characters of a path that an error shows. */
    private static final int PATH_SHOWN = 200;
    /** The most bytes of a string that an excerpt is made from: more than is shown, since an escaped character takes up to six bytes. */
    private static final int EXCERPT_BYTES = 400;

    private final JsonParser parser;
    private final byte[] frame;

    FramePosition(JsonParser parser, byte[] frame) {
        this.parser = parser;
        this.frame = frame;
    }

    void requireToken(JsonToken wanted, String expected) throws WireException {
        if (parser.currentToken() != wanted) {
            throw problem(Problem.WRONG_TYPE, expected, found());
        }
    }

    WireException problem(Problem problem, String expected, String found) {
        String path = path();
        String where = path.isEmpty() ? "the message" : path;
        return new WireException(problem, where + ": expected " + expected + ", found " + found, null);
    }

    /** Returns a description of the value at the parser's position, as it is on the wire, cut to a bounded length. */
    String found() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_NULL -> "null";
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "the number " + WireText.shorten(parser.getString());
            default -> "the string " + excerpt();
        };
    }

    private String excerpt() {
        int start = tokenStart() + 1;
        int length = Math.min(closingQuote(start) - start, EXCERPT_BYTES);
        return WireText.quote(new String(frame, start, length, StandardCharsets.UTF_8));
    }

    int tokenStart() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** Returns the offset of the quote that ends a string, or the end of the message if the string is cut off, which the parser reports. */
    int closingQuote(int start) {
        int i = start;
        while (i < frame.length && frame[i] != '"') {
            i += frame[i] == '\\' ? 2 : 1;
        }
        return Math.min(i, frame.length);
    }

    /** Returns the path to the position, such as {@code payload.arguments[3]}; empty outside any object. */
    String path() {
        // Plain concatenation is fast enough: the path is needed once for each object, and objects are seldom deep.
        String path = "";
        for (TokenStreamContext at = parser.streamReadContext(); at != null; at = at.getParent()) {
            String step = null;
            if (at.inArray() && at.hasCurrentIndex()) {
                step = "[" + at.getCurrentIndex() + "]";
            } else if (at.inObject() && at.hasCurrentName()) {
                step = at.currentName();
            }
            if (step != null) {
                String shown = WireText.shorten(step);
                if (path.isEmpty()) {
                    path = shown;
                } else {
                    path = shown + (path.charAt(0) == '[' ? "" : ".") + path;
                }
            }
        }
        return path.length() > PATH_SHOWN ? path.substring(0, PATH_SHOWN) + "…" : path;
    }
}
