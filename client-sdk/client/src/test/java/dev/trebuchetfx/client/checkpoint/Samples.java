// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import dev.trebuchetfx.client.checkpoint.StoredCheckpoint.LastState;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Checkpoints for tests. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-03-12T18:15:19.123456789Z");

    private Samples() {}

    static StreamKey key(String actor) {
        return new StreamKey(
                "ws://localhost:8080/",
                ActorId.of(actor),
                "observeState",
                StreamFilter.predefined("threshold", Map.of("field", "count", "value", "3")),
                List.of(Bytes.utf8("\"größer\""), Bytes.empty()));
    }

    static StoredCheckpoint checkpoint(String actor, long sequence) {
        return checkpoint(actor, sequence, "{\"count\":" + sequence + "}");
    }

    static StoredCheckpoint checkpoint(String actor, long sequence, String state) {
        return new StoredCheckpoint(
                key(actor),
                new StreamCheckpoint(
                        UUID.nameUUIDFromBytes(actor.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        sequence,
                        "epoch-1",
                        new ActorId("0B8E6388-3E5D-4B12-862A-65CB0E34F68F", "0.0.0.0", 8080),
                        "observeState",
                        NOW),
                true,
                new LastState(Bytes.utf8(state), NOW),
                NOW);
    }
}
