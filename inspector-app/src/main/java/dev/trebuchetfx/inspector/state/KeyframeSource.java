// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.state;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Knows states from which a fold may begin, because somebody else has come by them. May be asked by any thread. */
@FunctionalInterface
public interface KeyframeSource {
    /** Knows none. */
    KeyframeSource NONE = (stream, index) -> null;

    /**
     * The state of a server stream right after an update. Immutable.
     *
     * @param index the log's index of the update
     * @param sequence its number
     * @param state never written to
     */
    record Known(long index, long sequence, JsonNode state) {}

    /** The newest of a server stream before the update at {@code index}; null for none. */
    @Nullable
    Known before(UUID stream, long index);
}
