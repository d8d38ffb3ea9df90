// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import java.util.List;

/** What a subscriber can take instead of whole states. */
public sealed interface DeltaWish {
    /** Whole states only. */
    DeltaWish NONE = new None();

    /** The formats to ask for, by their names in the protocol, best first. */
    List<String> formats();

    /** Whole states only. */
    record None() implements DeltaWish {
        @Override
        public List<String> formats() {
            return List.of();
        }
    }

    /** What the server finds to have changed. */
    record Patches() implements DeltaWish {
        @Override
        public List<String> formats() {
            return List.of(StateDeltas.JSON_PATCH);
        }
    }

    /**
     * What the application's own type says has changed.
     *
     * @param type knows it
     */
    record Own(OwnDeltas type) implements DeltaWish {
        @Override
        public List<String> formats() {
            return List.of(StateDeltas.APPLICATION);
        }
    }
}
