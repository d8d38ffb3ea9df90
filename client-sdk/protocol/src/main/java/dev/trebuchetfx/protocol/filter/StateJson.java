// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of a state, parsed when the first filter needs it and at most once. Used by one thread at a time.
 */
public final class StateJson {
    private static final JsonMapper MAPPER = JsonMapper.builder(new JsonFactory())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final byte[] bytes;
    private @Nullable JsonNode tree;
    private boolean parsed;
    private @Nullable Long digest;

    /**
     * Wraps the JSON of a state.
     *
     * @param bytes the JSON in UTF-8, which is not copied and must not change afterwards
     */
    public StateJson(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns the bytes themselves, without a copy; the caller must not change them. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns whether {@code other} has the same bytes. */
    public boolean isSame(StateJson other) {
        return bytes == other.bytes || Arrays.equals(bytes, other.bytes);
    }

    /** Returns 64 bits of the SHA-256 of the bytes, computed at most once, since the streams of one filter share it. */
    long digest() {
        Long known = digest;
        if (known == null) {
            try {
                known = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes))
                        .getLong();
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java runtime must have SHA-256", e);
            }
            digest = known;
        }
        return known;
    }

    /** Returns the state as a tree; null if the bytes are not JSON. */
    @Nullable
    JsonNode tree() {
        if (!parsed) {
            parsed = true;
            try {
                JsonNode value = MAPPER.readTree(bytes);
                tree = value == null || value.isMissingNode() ? null : value;
            } catch (JacksonException | ArithmeticException | NumberFormatException e) {
                // ArithmeticException and NumberFormatException come from numbers whose exponent is out of range.
                tree = null;
            }
        }
        return tree;
    }
}
