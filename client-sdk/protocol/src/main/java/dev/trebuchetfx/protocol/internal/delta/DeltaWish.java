// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import java.util.List;

/** The delta formats that a subscriber accepts in place of full states. Immutable. */
public sealed interface DeltaWish {
    /** The wish for full states only. */
    DeltaWish NONE = new None();

    /** Returns the formats to ask for, by their names in the protocol, best first. */
    List<String> formats();

    /** A wish for full states only. */
    record None() implements DeltaWish {
        @Override
        public List<String> formats() {
            return List.of();
        }
    }

    /** A wish for patches, which the server makes by comparing states. */
    record Patches() implements DeltaWish {
        @Override
        public List<String> formats() {
            return List.of(StateDeltas.JSON_PATCH);
        }
    }

    /**
     * A wish for deltas of the application's own.
     *
     * @param type the reader and writer of these deltas
     */
    record Own(OwnDeltas type) implements DeltaWish {
        @Override
        public List<String> formats() {
            return List.of(StateDeltas.APPLICATION);
        }
    }
}
