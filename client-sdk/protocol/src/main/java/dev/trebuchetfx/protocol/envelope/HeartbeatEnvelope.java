// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The newest sequence number (unsigned) of each stream that changed since the last heartbeat. */
public record HeartbeatEnvelope(Map<UUID, Long> streams) implements Envelope {
    public static final String TYPE = "heartbeat";

    public HeartbeatEnvelope {
        // Not Map.copyOf, which takes quadratic time with ids made to collide.
        streams = Collections.unmodifiableMap(new LinkedHashMap<>(streams));
    }

    @Override
    public String type() {
        return TYPE;
    }
}
