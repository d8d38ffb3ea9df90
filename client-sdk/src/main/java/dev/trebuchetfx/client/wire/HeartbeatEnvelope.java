// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.wire;

import java.util.Map;
import java.util.UUID;

/** The newest sequence number (unsigned) of each stream that changed since the last heartbeat. */
public record HeartbeatEnvelope(Map<UUID, Long> streams) implements Envelope {
    public static final String TYPE = "heartbeat";

    public HeartbeatEnvelope {
        streams = Map.copyOf(streams);
    }

    @Override
    public String type() {
        return TYPE;
    }
}
