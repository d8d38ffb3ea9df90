// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.persistence;

import dev.trebuchetfx.protocol.internal.delta.StateValue;
import dev.trebuchetfx.server.store.StateVersion;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version of an actor's state in memory.
 *
 * @param version the version; null for the initial state of an actor of which nothing is stored
 * @param writeId the id of the write that made it; null where nothing is stored
 * @param schema the form of the JSON
 * @param json the state as it is stored
 * @param value the state as the actor sees it; null where it can't be read
 * @param problem the reason why it can't be read; null where it can
 * @param storedAt the time of the write, by the store's clock; null where nothing is stored
 */
public record HeldState(
        @Nullable StateVersion version,
        @Nullable UUID writeId,
        int schema,
        StateValue json,
        @Nullable Object value,
        @Nullable String problem,
        @Nullable Instant storedAt) {
    /** Returns whether this is the version right before {@code other}. */
    boolean isBefore(StateVersion other) {
        return version != null && version.next().equals(other);
    }

    /** Returns the error for whoever needs the state, which can't be read. */
    IllegalStateException unreadable() {
        return new IllegalStateException("the stored state can't be read: " + problem
                + "; correct it in the store, and the actor goes on by itself");
    }
}
