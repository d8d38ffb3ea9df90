// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.server.stream.Outlet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A heartbeat in the making. Confined to the turns of the connection. */
final class HeartbeatDraft {
    private final Map<UUID, Long> numbers = new LinkedHashMap<>();
    private final Map<UUID, String> cursors = new LinkedHashMap<>();
    private final Map<UUID, Long> versions = new LinkedHashMap<>();

    int size() {
        return numbers.size();
    }

    /** Adds a stream, with its position where the client is to be told. */
    void add(UUID stream, long sent, Outlet.@Nullable Quiet position) {
        numbers.put(stream, sent);
        if (position != null) {
            versions.put(stream, position.version());
            String cursor = position.cursor();
            if (cursor != null) {
                cursors.put(stream, cursor);
            }
        }
    }

    /** Returns the heartbeat, and begins the next one. */
    HeartbeatEnvelope take() {
        HeartbeatEnvelope heartbeat = new HeartbeatEnvelope(
                numbers, versions.isEmpty() ? null : new HeartbeatEnvelope.Ext(cursors, versions, Map.of()));
        numbers.clear();
        cursors.clear();
        versions.clear();
        return heartbeat;
    }
}
