// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import dev.trebuchetfx.protocol.delta.ListKeys;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What travels instead of a state. Safe for use by any thread. */
public final class StateDeltas {
    /** The protocol's name for JSON Patch. */
    public static final String JSON_PATCH = "json-patch";

    /** The protocol's name for deltas of the application's own making. */
    public static final String APPLICATION = "application";

    private StateDeltas() {}

    /**
     * Whether a change may be a JSON Patch, judged by its form alone, where nobody says so; otherwise it is of the application's own
     * making.
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

    /** A state as a whole. */
    public static StateDelta full(Bytes state) {
        return new StateDelta(true, state);
    }

    /**
     * The smaller of what changed and the whole state.
     *
     * @param from the state that the peer has
     * @param to the state that it shall have
     * @param encoded {@code to} as JSON
     */
    public static StateDelta between(JsonNode from, JsonNode to, Bytes encoded, ListKeys keys) {
        Bytes patch = JsonDiff.between(from, to, keys).encoded();
        return patch.size() < encoded.size() ? new StateDelta(false, patch) : full(encoded);
    }
}
