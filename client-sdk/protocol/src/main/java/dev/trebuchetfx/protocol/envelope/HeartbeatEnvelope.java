// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A message by which the server tells how far it has sent each stream that changed, after the updates themselves. Part of the extension.
 *
 * @param streams the newest sequence number that was sent, unsigned, by the stream's id; 0 for a stream whose current state does not
 *     pass its filter
 */
public record HeartbeatEnvelope(Map<UUID, Long> streams) implements Envelope {
    /** The value of the key {@code type} on the wire. */
    public static final String TYPE = "heartbeat";

    public HeartbeatEnvelope {
        // Map.copyOf would take quadratic time if a peer sent ids whose hashes collide.
        streams = Collections.unmodifiableMap(new LinkedHashMap<>(streams));
    }

    @Override
    public String type() {
        return TYPE;
    }
}
