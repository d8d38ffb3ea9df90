// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.state;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One difference between two states.
 *
 * @param path as the filter language has it, in the newer state; of what was removed, in the older one
 * @param from null for what was added; the old place of what moved
 * @param to null for what was removed; the new place of what moved
 */
public record StateDifference(
        Kind kind,
        String path,
        @Nullable JsonNode from,
        @Nullable JsonNode to) {

    /** What happened to a value. */
    public enum Kind {
        CHANGED("changed"),
        ADDED("added"),
        REMOVED("removed"),
        /** An item of a list has another place among those that stayed. */
        MOVED("moved");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The same in every output. */
        public String word() {
            return word;
        }
    }
}
