// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.json;

import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The hash of a state, by which two peers find out that their states differ. Safe for use by any thread. */
public final class StateHash {
    private static final String PREFIX = "crc32c:";

    private StateHash() {}

    /**
     * Returns the hash of a state: {@code crc32c:} and eight hexadecimal digits of CRC-32C over its canonical form (RFC 8785).
     *
     * @return the hash; null if the state has no canonical form and can't be compared
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

    /** Returns whether {@code hash} has the form that this class makes. A hash of another form can't be compared. */
    public static boolean isKnown(String hash) {
        return hash.startsWith(PREFIX) && hash.length() == PREFIX.length() + 8;
    }
}
