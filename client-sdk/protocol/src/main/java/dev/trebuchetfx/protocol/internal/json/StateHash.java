// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.json;

import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Tells whether two peers have the same state. Safe for use by any thread. */
public final class StateHash {
    private static final String PREFIX = "crc32c:";

    private StateHash() {}

    /**
     * The hash of {@code state}: {@code crc32c:} and eight hexadecimal digits, over its canonical form.
     *
     * @return null where it has no canonical form, so that nothing can be compared
     */
    public static @Nullable String of(JsonNode state) {
        CRC32C checksum = new CRC32C();
        try {
            CanonicalJson.write(state, checksum::update);
        } catch (CanonicalJson.NoCanonicalForm e) {
            return null;
        }
        return PREFIX + HexFormat.of().toHexDigits((int) checksum.getValue());
    }

    /** Whether {@code hash} is of the kind that this class makes; another kind can't be compared. */
    public static boolean isKnown(String hash) {
        return hash.startsWith(PREFIX) && hash.length() == PREFIX.length() + 8;
    }
}
