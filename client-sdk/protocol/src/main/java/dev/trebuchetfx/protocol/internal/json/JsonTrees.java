// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.json;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A reader and writer of JSON as immutable trees.
 *
 * <p>Numbers keep their value and form: a number with a fraction or an exponent is a {@code BigDecimal} with its trailing zeros. Only a
 * negative zero is a {@code double}, since a {@code BigDecimal} has none. Safe for use by any thread.
 */
public final class JsonTrees {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The largest exponent of a number: the one up to which Jackson writes a number out in zeros, which a caller may ask for. */
    private static final int MAX_EXPONENT = 100_000;

    private JsonTrees() {}

    /**
     * Reads one value.
     *
     * @throws JacksonException if the bytes are not exactly one JSON value
     */
    public static JsonNode read(Bytes json) {
        try (JsonParser parser = MAPPER.createParser(json.unsafeArray())) {
            if (parser.nextToken() == null) {
                throw new StreamReadException(parser, "expected a JSON value but found nothing");
            }
            JsonNode tree = value(parser);
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "expected one JSON value but found more");
            }
            return tree;
        }
    }

    /** Reads one value, as {@link #read(Bytes)} does. */
    public static JsonNode read(String json) {
        return read(Bytes.utf8(json));
    }

    /** Reads the value that begins at the parser's current token, and leaves the parser on the value's last token. */
    public static JsonNode value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> fraction(parser);
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case null, default ->
                throw new StreamReadException(parser, "expected a JSON value but found " + parser.currentToken());
        };
    }

    /** Returns {@code tree} as JSON in UTF-8, without white space. */
    public static Bytes write(JsonNode tree) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = MAPPER.createGenerator(out)) {
            write(tree, generator);
        }
        return Bytes.wrap(out.toByteArray());
    }

    /** Returns the number of bytes that {@link #write(JsonNode)} gives, without keeping them. */
    public static long sizeOf(JsonNode tree) {
        long[] size = new long[1];
        OutputStream counting = new OutputStream() {
            @Override
            public void write(int one) {
                size[0]++;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                size[0] += length;
            }
        };
        try (JsonGenerator generator = MAPPER.createGenerator(counting)) {
            write(tree, generator);
        }
        return size[0];
    }

    /** Writes {@code tree} as the generator's next value. */
    public static void write(JsonNode tree, JsonGenerator generator) {
        if (tree.isObject()) {
            generator.writeStartObject();
            for (Map.Entry<String, JsonNode> property : tree.properties()) {
                generator.writeName(property.getKey());
                write(property.getValue(), generator);
            }
            generator.writeEndObject();
        } else if (tree.isArray()) {
            generator.writeStartArray();
            for (JsonNode item : tree) {
                write(item, generator);
            }
            generator.writeEndArray();
        } else if (tree.isNumber()) {
            generator.writeNumber(tree.asString());
        } else if (tree.isString()) {
            writeText(tree.stringValue(), generator);
        } else if (tree.isBoolean()) {
            generator.writeBoolean(tree.booleanValue());
        } else {
            generator.writeNull();
        }
    }

    private static void writeText(String text, JsonGenerator generator) {
        if (text.codePoints().noneMatch(JsonTrees::isHalf)) {
            generator.writeString(text);
            return;
        }
        // UTF-8 can't represent a lone surrogate, so it is written as an escape, as it must have been read.
        StringBuilder json = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            if (isHalf(point)) {
                json.append("\\u").append(Integer.toHexString(point));
            } else {
                JsonStringEncoder.getInstance().quoteAsString(Character.toString(point), json);
            }
        });
        generator.writeRawValue(json.append('"').toString());
    }

    private static boolean isHalf(int point) {
        return Character.getType(point) == Character.SURROGATE;
    }

    private static JsonNode object(JsonParser parser) {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            properties.put(name, value(parser));
        }
        return SharedObject.owning(properties);
    }

    private static JsonNode array(JsonParser parser) {
        List<JsonNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return new SharedArray(PersistentList.of(items));
    }

    private static JsonNode integer(JsonParser parser) {
        return switch (parser.getNumberType()) {
            case INT -> {
                int value = parser.getIntValue();
                yield value == 0 && parser.getString().startsWith("-")
                        ? DoubleNode.valueOf(-0.0)
                        : NODES.numberNode(value);
            }
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    private static JsonNode fraction(JsonParser parser) {
        BigDecimal value;
        try {
            value = parser.getDecimalValue();
        } catch (NumberFormatException | ArithmeticException e) {
            throw beyondReason(parser);
        }
        if (value.scale() > MAX_EXPONENT || value.scale() < -MAX_EXPONENT) {
            throw beyondReason(parser);
        }
        return value.signum() == 0 && parser.getString().startsWith("-")
                ? DoubleNode.valueOf(-0.0)
                : NODES.numberNode(value);
    }

    private static StreamReadException beyondReason(JsonParser parser) {
        return new StreamReadException(
                parser, "expected a number with an exponent of at most " + MAX_EXPONENT + " but found a larger one");
    }
}
