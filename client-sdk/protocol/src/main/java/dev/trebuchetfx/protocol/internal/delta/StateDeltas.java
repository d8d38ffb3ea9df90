// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import dev.trebuchetfx.protocol.delta.ListKeys;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The factory of the deltas that travel in place of states, and the names of their formats. Safe for use by any thread. */
public final class StateDeltas {
    /** The protocol's name for patches. */
    public static final String JSON_PATCH = "json-patch";

    /** The protocol's name for the application's own deltas. */
    public static final String APPLICATION = "application";

    private StateDeltas() {}

    /**
     * Returns whether a delta of unknown format has the form of a JSON Patch. If not, it must be one of the application's own.
     */
    public static boolean mayBePatch(Bytes change) {
        try {
            JsonNode tree = JsonTrees.read(change);
            return tree.isArray()
                    && tree.valueStream()
                            .allMatch(operation -> operation.path("op").isString());
        } catch (JacksonException e) {
            return false;
        }
    }

    /** Returns the content of an update with the full state. */
    public static StateDelta full(Bytes state) {
        return new StateDelta(true, state);
    }

    /**
     * Returns the content of an update with a patch or with the full state, whichever is smaller.
     *
     * @param from the base, which the peer has
     * @param to the next state
     * @param encoded the next state as JSON
     * @param keys the keys of the items of lists
     */
    public static StateDelta between(JsonNode from, JsonNode to, Bytes encoded, ListKeys keys) {
        Bytes patch = JsonDiff.between(from, to, keys).encoded();
        return patch.size() < encoded.size() ? new StateDelta(false, patch) : full(encoded);
    }
}
