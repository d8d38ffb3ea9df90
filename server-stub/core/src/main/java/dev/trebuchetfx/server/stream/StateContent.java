// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.delta.DeltaCodable;
import dev.trebuchetfx.protocol.envelope.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The content of an update.
 *
 * @param json the state as it travels, shared by the streams of one state: the same object where it is the same
 * @param value the state itself, where the whole of it travels and its type has deltas of its own; null otherwise
 */
record StateContent(Bytes json, @Nullable DeltaCodable<?> value) {
    /** Returns the content for a stream that needs no value. */
    StateContent withoutValue() {
        return value == null ? this : new StateContent(json, null);
    }

    int size() {
        return json.size();
    }
}
