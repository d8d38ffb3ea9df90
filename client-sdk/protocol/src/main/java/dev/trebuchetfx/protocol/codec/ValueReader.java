// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.codec.WireException.Problem;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A reader of the values of one message in a single pass. Each method reads the value at the parser's position.
 *
 * <p>Confined to the decoding thread. The reader recurses only into objects that the protocol knows and skips everything else without
 * recursion, so no input makes the Java stack deep.
 */
final class ValueReader {
    /**
     * The most parameters of a filter. A filter needs a handful; with more, names whose hashes collide would make the map that keeps them
     * take quadratic time.
     */
    private static final int MAX_PARAMETERS = 1000;

    /**
     * The most characters of a hash, a cursor or an epoch. A receiver keeps those of many updates and streams at a time and counts their states
     * alone, so that long ones would take all its memory.
     */
    private static final int MAX_SHORT_TEXT = 256;

    private final JsonParser parser;
    private final byte[] frame;
    private final FramePosition at;

    ValueReader(JsonParser parser, byte[] frame) {
        this.parser = parser;
        this.frame = frame;
        this.at = new FramePosition(parser, frame);
    }

    /** Reads an object. A value that can't be read is kept as a problem under its key. */
    WireFields object(WireShape shape) throws WireException {
        at.requireToken(JsonToken.START_OBJECT, "an object");
        WireFields fields = new WireFields(at.path());
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
        at.requireToken(JsonToken.VALUE_STRING, "a string");
        return unicode(parser.getString());
    }

    /** Reads a text that a receiver may keep many of. */
    String shortText() throws WireException {
        String text = text();
        if (text.length() > MAX_SHORT_TEXT) {
            throw at.problem(
                    Problem.BAD_VALUE, "at most " + MAX_SHORT_TEXT + " characters", Integer.toString(text.length()));
        }
        return text;
    }

    private String unicode(String text) throws WireException {
        if (!WireText.isUnicode(text)) {
            throw at.problem(Problem.BAD_VALUE, "Unicode text", "a lone surrogate");
        }
        return text;
    }

    UUID uuid() throws WireException {
        at.requireToken(JsonToken.VALUE_STRING, "a UUID as a string");
        return toUuid(parser.getString());
    }

    private UUID toUuid(String text) throws WireException {
        UUID value = WireUuid.parse(text);
        if (value == null) {
            throw at.problem(Problem.BAD_VALUE, "a UUID of 8-4-4-4-12 hexadecimal digits", WireText.quote(text));
        }
        return value;
    }

    Instant timestamp() throws WireException {
        String expected = "an ISO-8601 time such as \"2026-01-01T00:00:00Z\"";
        at.requireToken(JsonToken.VALUE_STRING, expected);
        String text = parser.getString();
        try {
            return WireTime.parse(text);
        } catch (DateTimeException unreadable) {
            throw at.problem(Problem.BAD_VALUE, expected, WireText.quote(text));
        }
    }

    Bytes bytes() throws WireException {
        at.requireToken(JsonToken.VALUE_STRING, "a base64 string");
        int start = at.tokenStart() + 1;
        int end = at.closingQuote(start);
        try {
            return WireBase64.decode(frame, start, end);
        } catch (IllegalArgumentException notBase64) {
            String message = notBase64.getMessage();
            throw at.problem(
                    Problem.BAD_VALUE,
                    "standard base64 with padding",
                    at.found() + " (" + WireText.shorten(message == null ? "not base64" : message) + ")");
        }
    }

    boolean flag() throws WireException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw at.problem(Problem.WRONG_TYPE, "true or false", at.found());
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /** Reads an unsigned 64-bit integer into a long. */
    long sequence() throws WireException {
        String expected = "an integer of 0 to 18446744073709551615";
        at.requireToken(JsonToken.VALUE_NUMBER_INT, expected);
        try {
            return Long.parseUnsignedLong(parser.getString());
        } catch (NumberFormatException outOfRange) {
            throw at.problem(Problem.BAD_VALUE, expected, at.found());
        }
    }

    /** Reads an integer of 0 to {@link Long#MAX_VALUE}. */
    long amount() throws WireException {
        return integerBetween(0, Long.MAX_VALUE);
    }

    int integer(int min, int max) throws WireException {
        return (int) integerBetween(min, max);
    }

    private long integerBetween(long min, long max) throws WireException {
        at.requireToken(JsonToken.VALUE_NUMBER_INT, "an integer");
        try {
            long value = Long.parseLong(parser.getString());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException tooLong) {
            // A number that does not fit a long is out of range like any other; the exception below says so.
        }
        throw at.problem(Problem.BAD_VALUE, "an integer of " + min + " to " + max, at.found());
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
        at.requireToken(JsonToken.START_ARRAY, "an array");
        List<T> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(element.read(this));
        }
        return list;
    }

    Map<String, String> textMap() throws WireException {
        return map(this::unicode, ValueReader::text, MAX_PARAMETERS);
    }

    Map<UUID, Long> sequenceMap() throws WireException {
        return map(this::toUuid, ValueReader::sequence, Integer.MAX_VALUE);
    }

    Map<UUID, String> shortTextsById() throws WireException {
        return map(this::toUuid, ValueReader::shortText, Integer.MAX_VALUE);
    }

    Map<UUID, Long> amountsById() throws WireException {
        return map(this::toUuid, ValueReader::amount, Integer.MAX_VALUE);
    }

    private <K, V> Map<K, V> map(NameReader<K> nameReader, WireKey.Reader<V> element, int limit) throws WireException {
        at.requireToken(JsonToken.START_OBJECT, "an object");
        Map<K, V> map = new LinkedHashMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            K key = nameReader.read(name);
            parser.nextToken();
            if (map.put(key, element.read(this)) != null) {
                throw at.problem(Problem.DUPLICATE_KEY, "each key once", "it again");
            }
            if (map.size() > limit) {
                throw at.problem(Problem.TOO_LARGE, "at most " + limit + " keys", "more");
            }
        }
        return map;
    }

    /** A function that reads the key of a map from a property's name. */
    @FunctionalInterface
    private interface NameReader<K> {
        K read(String name) throws WireException;
    }
}
