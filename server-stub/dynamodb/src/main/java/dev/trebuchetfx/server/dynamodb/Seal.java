// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.StateVersion;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The mark by which a store shows that it has numbered a state: its version, its write, and a hash of the state. An edit by hand leaves it as
 * it was, or drops it, so that anybody who reads the item sees that the state is not the one that was numbered.
 *
 * @param hash the hash of the state with its schema version, see {@link #hash}
 */
record Seal(StateVersion version, UUID writeId, String hash) {
    private static final int PARTS = 4;
    private static final int HASH_BYTES = 16;

    /** No version has a higher number, so that there is always a next one. */
    private static final long MAX_NUMBER = Long.MAX_VALUE / 2;

    /** Returns the seal of a text; null where the text is none. */
    static @Nullable Seal parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != PARTS) {
            return null;
        }
        try {
            StateVersion version = new StateVersion(UUID.fromString(parts[0]), Long.parseLong(parts[1]));
            return version.number() > MAX_NUMBER ? null : new Seal(version, UUID.fromString(parts[2]), parts[3]);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Returns the seal of a state. */
    static Seal of(StateVersion version, UUID writeId, int schema, Bytes state) {
        return new Seal(version, writeId, hash(schema, state));
    }

    /** Returns a hash that two states have in common only if they are the same, with the same schema version. */
    static String hash(int schema, Bytes state) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(schema).flip());
            digest.update(state.asByteBuffer());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest.digest(), HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256, but this one does not", e);
        }
    }

    /** Returns the text with which each seal of a version begins. */
    static String beginOf(StateVersion version) {
        return version.generation() + ":" + version.number() + ":";
    }

    @Override
    public String toString() {
        return beginOf(version) + writeId + ":" + hash;
    }
}
