// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.file;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonParserDelegate;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads JSON of files into trees whose size is bounded: a tree of many small values takes far more memory than its text. A string has at most 64
 * MiB, a tree at most 1,000,000 tokens.
 */
public final class BoundedJson {
    /** The most characters of a string, and the most bytes of a line. */
    public static final int LONGEST = 64 << 20;

    private static final int MOST_TOKENS = 1_000_000;
    private static final int LONGEST_NUMBER = 100_000;
    private static final JsonMapper MAPPER = mapper(false);
    /** For times with more digits than a double has. */
    private static final JsonMapper EXACT = mapper(true);

    private static JsonMapper mapper(boolean exact) {
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxStringLength(LONGEST)
                                .maxDocumentLength(-1)
                                .maxTokenCount(-1)
                                .maxNumberLength(LONGEST_NUMBER)
                                .build())
                        .build())
                .configure(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, exact)
                // A tree may be one of many values in a document.
                .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    private BoundedJson() {}

    /** Returns a parser of the document in {@code in}, from which {@link #tree(JsonParser)} reads. */
    public static JsonParser parser(InputStream in) {
        return EXACT.createParser(in);
    }

    /**
     * Reads the first {@code length} bytes as one value; returns a missing node if there is none.
     *
     * @throws tools.jackson.core.JacksonException if they are no JSON, or too large
     */
    public static JsonNode tree(byte[] json, int length) {
        try (JsonParser parser = MAPPER.createParser(json, 0, length)) {
            JsonNode tree = tree(MAPPER, parser);
            if (parser.nextToken() != null) {
                throw new StreamConstraintsException("expected one value but more follows");
            }
            return tree;
        }
    }

    /**
     * Reads the value that {@code parser} stands on, or before.
     *
     * @throws tools.jackson.core.JacksonException if it is no JSON, or too large
     */
    public static JsonNode tree(JsonParser parser) {
        return tree(EXACT, parser);
    }

    private static JsonNode tree(JsonMapper mapper, JsonParser parser) {
        try {
            @Nullable JsonNode tree = mapper.readTree(new CountingParser(parser));
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (NumberFormatException | ArithmeticException e) {
            // An exponent that no decimal number can have.
            throw new StreamReadException(parser, "expected a number that can be held but found another", e);
        }
    }

    /** A parser that gives up after so many tokens. */
    private static final class CountingParser extends JsonParserDelegate {
        private int tokens;

        CountingParser(JsonParser parser) {
            super(parser);
        }

        private void count() {
            if (++tokens > MOST_TOKENS) {
                throw new StreamConstraintsException("expected at most " + MOST_TOKENS + " tokens in one value");
            }
        }

        @Override
        public @Nullable JsonToken nextToken() {
            count();
            return super.nextToken();
        }

        @Override
        public @Nullable String nextName() {
            count();
            return super.nextName();
        }

        @Override
        public @Nullable String nextStringValue() {
            count();
            return super.nextStringValue();
        }
    }
}
