// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A state's JSON, parsed at most once however many filters look at it, and not before one does. Used by one thread at a time.
 */
public final class StateJson {
    private static final JsonMapper MAPPER = JsonMapper.builder(new JsonFactory())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final byte[] bytes;
    private @Nullable JsonNode tree;
    private boolean parsed;

    /**
     * @param bytes not copied: they must not change
     */
    public StateJson(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The bytes themselves; they must not be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Whether the other has the same bytes. */
    public boolean isSame(StateJson other) {
        return bytes == other.bytes || Arrays.equals(bytes, other.bytes);
    }

    /** The value; null for what is not JSON. */
    @Nullable
    JsonNode tree() {
        if (!parsed) {
            parsed = true;
            try {
                JsonNode value = MAPPER.readTree(bytes);
                tree = value == null || value.isMissingNode() ? null : value;
            } catch (JacksonException | ArithmeticException | NumberFormatException e) {
                // The latter two for numbers that no machine can hold.
                tree = null;
            }
        }
        return tree;
    }
}
