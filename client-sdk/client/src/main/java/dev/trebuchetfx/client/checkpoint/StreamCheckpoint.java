// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import dev.trebuchetfx.protocol.envelope.ActorId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a logical stream was left: what a resume sends.
 *
 * @param streamID as the server's {@code streamStart} gave it
 * @param lastSequence the newest number taken, unsigned; 0 for none
 * @param epoch what the number belongs to; absent where the server is of version 2
 * @param actorID the actor's real id, as {@code streamStart} gave it
 * @param timestamp when the last update came, by the client's clock
 */
public record StreamCheckpoint(
        UUID streamID,
        long lastSequence,
        @Nullable String epoch,
        ActorId actorID,
        String targetIdentifier,
        Instant timestamp) {

    /** The same stream, further on. */
    public StreamCheckpoint advancedTo(long sequence, Instant now) {
        return new StreamCheckpoint(streamID, sequence, epoch, actorID, targetIdentifier, now);
    }
}
