// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.change;

import dev.trebuchetfx.protocol.delta.DeltaCodable;
import dev.trebuchetfx.protocol.envelope.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The content of an update.
 *
 * @param json the state as it travels, shared by the streams of one state: the same object where it is the same
 * @param value the state itself, where the whole of it travels and its type has deltas of its own; null otherwise
 * @param isCopy whether only streams with one filter share it; the whole state is kept by its actor's feed in any case
 */
public record StateContent(Bytes json, @Nullable DeltaCodable<?> value, boolean isCopy) {
    /** Creates the content of a whole state. */
    public StateContent(Bytes json, @Nullable DeltaCodable<?> value) {
        this(json, value, false);
    }

    /** Returns the content for a stream that needs no value. */
    public StateContent withoutValue() {
        return value == null ? this : new StateContent(json, null, isCopy);
    }

    public int size() {
        return json.size();
    }
}
