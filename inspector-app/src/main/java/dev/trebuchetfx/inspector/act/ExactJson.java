// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.act;

import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.util.RawValue;

/**
 * JSON that people type and read, with nothing rounded and nothing replaced on its way: numbers of any length and size, halves of surrogate
 * pairs.
 */
public final class ExactJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule("trebuchet-exact").addDeserializer(JsonNode.class, new Tree()))
            .build();

    private ExactJson() {}

    /** Returns a mapper that reads a {@link JsonNode} exactly, and writes what {@link #argument} gives as it was typed. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /**
     * Returns an argument that is sent as it was typed.
     *
     * @throws IllegalArgumentException if {@code text} is not one JSON value; the message says what is expected
     */
    public static RawValue argument(String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            if (parser.nextToken() != null) {
                parser.skipChildren();
                if (parser.nextToken() == null) {
                    return new RawValue(text);
                }
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException(expected(text), e);
        }
        throw new IllegalArgumentException(expected(text));
    }

    /** Writes a value; {@code null} for no value. */
    public static String text(@Nullable JsonNode value) {
        return value == null || value.isMissingNode()
                ? "null"
                : JsonTrees.write(value).utf8();
    }

    private static String expected(String text) {
        return "expected a JSON value but found '" + text + "'; a text needs quotes: \"" + text + "\"";
    }

    /** Reads a tree as the client's own are. */
    private static final class Tree extends StdDeserializer<JsonNode> {
        Tree() {
            super(JsonNode.class);
        }

        @Override
        public JsonNode deserialize(JsonParser parser, DeserializationContext context) {
            return JsonTrees.value(parser);
        }

        @Override
        public JsonNode getNullValue(DeserializationContext context) {
            return JsonTrees.read("null");
        }
    }
}
