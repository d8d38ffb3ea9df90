// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A new state with what the log shall remember of it.
 *
 * @param writeId the id of the write, the same for each attempt of one call, so that it can be found after an answer was lost
 * @param callKey the key under which a repetition of the call finds it, at most {@link ActorStateStore#MAX_KEY_LENGTH} characters; null for none
 * @param result the JSON that the call returned, which a repetition of the call is answered with; null where there is none to keep
 * @param schema the schema version of the JSON, 1 or more
 * @param json the new state as JSON
 * @param patch the JSON Patch that makes the new state of the expected one, which the log keeps in place of the state; null where the log
 *     shall keep the state itself. Ignored for the first version of a generation. A log forgets up to a whole state only, so whoever writes
 *     patches writes a whole state from time to time
 */
public record StateWrite(
        UUID writeId,
        @Nullable String callKey,
        @Nullable Bytes result,
        int schema,
        Bytes json,
        @Nullable Bytes patch) {
    public StateWrite {
        if (schema < 1) {
            throw new IllegalArgumentException("a schema version must be 1 or more but was " + schema);
        }
        if (callKey != null && callKey.length() > ActorStateStore.MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("a call's key must have at most " + ActorStateStore.MAX_KEY_LENGTH
                    + " characters but had " + callKey.length());
        }
    }

    /** Creates the write of a whole state that is no call's. */
    public static StateWrite of(UUID writeId, Bytes json) {
        return new StateWrite(writeId, null, null, 1, json, null);
    }
}
