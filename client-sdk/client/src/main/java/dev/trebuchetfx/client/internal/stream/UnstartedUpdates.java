// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The updates that came before the start of their stream, on a line that does not keep the order. They are kept until the start comes or
 * the session is over, and the newest of them have the room. Owned by the client's loop.
 */
final class UnstartedUpdates {
    private static final int MAX_STREAMS = 100;

    private final Map<UUID, HeldUpdates> streams = new LinkedHashMap<>();

    /** Keeps an update. */
    void keep(StreamDataEnvelope data) {
        if (!streams.containsKey(data.streamID()) && streams.size() == MAX_STREAMS) {
            streams.remove(streams.keySet().iterator().next());
        }
        streams.computeIfAbsent(data.streamID(), id -> HeldUpdates.few()).add(data);
    }

    /** Takes out what came of a stream, in the order in which it came. */
    List<StreamDataEnvelope> take(UUID streamID) {
        HeldUpdates held = streams.remove(streamID);
        List<StreamDataEnvelope> updates = new ArrayList<>();
        if (held != null) {
            held.forEach(updates::add);
        }
        return updates;
    }

    /** Forgets everything. */
    void clear() {
        streams.clear();
    }
}
