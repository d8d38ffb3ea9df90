// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.state;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The state of a stream right after an event. Immutable.
 *
 * @param index the log's index of the update that made the state; -1 where none is known
 * @param sequence the number of that update
 * @param state null where none is known, or it is not JSON
 * @param text a state that is not JSON; null otherwise
 * @param before the state that the event, being an update, replaced; null where none is known
 * @param isUpdate whether the event is an update of this stream
 * @param refused why the event, being an update, changed nothing; null where it is none or did change the state
 */
public record StateMoment(
        long index,
        long sequence,
        @Nullable JsonNode state,
        @Nullable String text,
        @Nullable JsonNode before,
        boolean isUpdate,
        @Nullable String refused) {

    /** Whether any state is known. */
    public boolean isKnown() {
        return index >= 0;
    }
}
