// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.wire;

import dev.trebuchetfx.client.wire.WireException.Problem;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;

/**
 * Reads values of one frame in a single pass; each method reads the value that the parser stands on.
 *
 * <p>Confined to the decoding thread. Nesting is followed by calls only where the protocol nests, so the depth of the Java stack is bounded
 * whatever the input; everything else is skipped without recursion.
 */
final class ValueReader {
    private static final Pattern UUID_FORM =
            Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");
    private static final int PATH_SHOWN = 200;

    private final JsonParser parser;
    private final byte[] frame;

    ValueReader(JsonParser parser, byte[] frame) {
        this.parser = parser;
        this.frame = frame;
    }

    /** An object; a key that has a problem keeps it in its slot. */
    WireFields object(WireShape shape) throws WireException {
        requireToken(JsonToken.START_OBJECT, "an object");
        WireFields fields = new WireFields(path());
        int depth = parser.streamReadContext().getNestingDepth();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            WireKey<?> key = shape.key(name);
            if (key == null) {
                parser.skipChildren();
            } else if (fields.has(key)) {
                fields.putDuplicate(key);
                parser.skipChildren();
            } else if (token == JsonToken.VALUE_NULL) {
                fields.putNull(key);
            } else {
                read(key, fields, depth);
            }
        }
        return fields;
    }

    private <T> void read(WireKey<T> key, WireFields fields, int depth) {
        try {
            fields.put(key, key.read(this));
        } catch (WireException problem) {
            fields.putProblem(key, problem);
            while (parser.streamReadContext().getNestingDepth() > depth) {
                parser.nextToken();
            }
        }
    }

    String text() throws WireException {
        requireToken(JsonToken.VALUE_STRING, "a string");
        return unicode(parser.getString());
    }

    private String unicode(String text) throws WireException {
        if (!WireText.isUnicode(text)) {
            throw problem(Problem.BAD_VALUE, "Unicode text", "a lone surrogate");
        }
        return text;
    }

    UUID uuid() throws WireException {
        requireToken(JsonToken.VALUE_STRING, "a UUID as a string");
        return toUuid(parser.getString());
    }

    private UUID toUuid(String text) throws WireException {
        if (!UUID_FORM.matcher(text).matches()) {
            throw problem(Problem.BAD_VALUE, "a UUID of 8-4-4-4-12 hexadecimal digits", WireText.quote(text));
        }
        return UUID.fromString(text);
    }

    Instant timestamp() throws WireException {
        String expected = "an ISO-8601 time such as \"2026-01-01T00:00:00Z\"";
        requireToken(JsonToken.VALUE_STRING, expected);
        String text = parser.getString();
        try {
            if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
                throw new DateTimeException("years outside 0 to 9999 have a sign");
            }
            return Instant.parse(text);
        } catch (DateTimeException unreadable) {
            throw problem(Problem.BAD_VALUE, expected, WireText.quote(text));
        }
    }

    Bytes bytes() throws WireException {
        requireToken(JsonToken.VALUE_STRING, "a base64 string");
        int start = tokenStart() + 1;
        int end = closingQuote(start);
        try {
            return WireBase64.decode(frame, start, end);
        } catch (IllegalArgumentException notBase64) {
            String message = notBase64.getMessage();
            throw problem(
                    Problem.BAD_VALUE,
                    "standard base64 with padding",
                    found() + " (" + WireText.shorten(message == null ? "not base64" : message) + ")");
        }
    }

    boolean flag() throws WireException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw problem(Problem.WRONG_TYPE, "true or false", found());
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /** An unsigned 64-bit number in a long. */
    long sequence() throws WireException {
        String expected = "an integer of 0 to 18446744073709551615";
        requireToken(JsonToken.VALUE_NUMBER_INT, expected);
        try {
            return Long.parseUnsignedLong(parser.getString());
        } catch (NumberFormatException outOfRange) {
            throw problem(Problem.BAD_VALUE, expected, found());
        }
    }

    /** An integer that is not negative and fits a long. */
    long amount() throws WireException {
        return integerBetween(0, Long.MAX_VALUE);
    }

    int integer(int min, int max) throws WireException {
        return (int) integerBetween(min, max);
    }

    private long integerBetween(long min, long max) throws WireException {
        String expected = "an integer of " + min + " to " + max;
        requireToken(JsonToken.VALUE_NUMBER_INT, expected);
        try {
            long value = Long.parseLong(parser.getString());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException tooLong) {
            // Falls through to the same problem: out of range.
        }
        throw problem(Problem.BAD_VALUE, expected, found());
    }

    List<String> textList() throws WireException {
        return list(ValueReader::text);
    }

    List<Bytes> bytesList() throws WireException {
        return list(ValueReader::bytes);
    }

    List<String> textOrTextList() throws WireException {
        return parser.currentToken() == JsonToken.VALUE_STRING ? List.of(text()) : textList();
    }

    private <T> List<T> list(WireKey.Reader<T> element) throws WireException {
        requireToken(JsonToken.START_ARRAY, "an array");
        List<T> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(element.read(this));
        }
        return list;
    }

    Map<String, String> textMap() throws WireException {
        return map(this::unicode, ValueReader::text);
    }

    Map<UUID, Long> sequenceMap() throws WireException {
        return map(this::toUuid, ValueReader::sequence);
    }

    private <K, V> Map<K, V> map(NameReader<K> nameReader, WireKey.Reader<V> element) throws WireException {
        requireToken(JsonToken.START_OBJECT, "an object");
        Map<K, V> map = new HashMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            K key = nameReader.read(name);
            parser.nextToken();
            if (map.put(key, element.read(this)) != null) {
                throw problem(Problem.DUPLICATE_KEY, "each key once", "it again");
            }
        }
        return map;
    }

    private void requireToken(JsonToken wanted, String expected) throws WireException {
        if (parser.currentToken() != wanted) {
            throw problem(Problem.WRONG_TYPE, expected, found());
        }
    }

    private WireException problem(Problem problem, String expected, String found) {
        String path = path();
        String where = path.isEmpty() ? "the message" : path;
        return new WireException(problem, where + ": expected " + expected + ", found " + found, null);
    }

    /** What the parser stands on, as it is on the wire, cut to a bounded length. */
    private String found() {
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
        int length = Math.min(closingQuote(start) - start, 256);
        return WireText.quote(new String(frame, start, length, StandardCharsets.UTF_8));
    }

    private int tokenStart() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** Where the string ends; at the end of the frame if it is cut off, which the parser will find out. */
    private int closingQuote(int start) {
        int i = start;
        while (i < frame.length && frame[i] != '"') {
            i += frame[i] == '\\' ? 2 : 1;
        }
        return Math.min(i, frame.length);
    }

    /** For example {@code payload.arguments[3]}; empty outside of any object. */
    private String path() {
        StringBuilder path = new StringBuilder();
        for (TokenStreamContext at = parser.streamReadContext(); at != null; at = at.getParent()) {
            String step = null;
            if (at.inArray() && at.hasCurrentIndex()) {
                step = "[" + at.getCurrentIndex() + "]";
            } else if (at.inObject() && at.hasCurrentName()) {
                step = at.currentName();
            }
            if (step != null) {
                boolean dot = !path.isEmpty() && path.charAt(0) != '[';
                path.insert(0, WireText.shorten(step) + (dot ? "." : ""));
            }
        }
        return path.length() > PATH_SHOWN ? path.substring(0, PATH_SHOWN) + "…" : path.toString();
    }

    @FunctionalInterface
    private interface NameReader<K> {
        K read(String name) throws WireException;
    }
}
