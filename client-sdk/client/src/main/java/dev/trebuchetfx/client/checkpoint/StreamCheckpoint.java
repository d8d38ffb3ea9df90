// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import dev.trebuchetfx.protocol.envelope.ActorId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A position in a stream of a server, as a resume sends it.
 *
 * @param streamID the id of the stream, from the server's {@code streamStart}
 * @param lastSequence the newest number taken, unsigned; 0 for none
 * @param epoch the span in which the number holds; null from a version 2 server
 * @param actorID the actor's real id, from the server's {@code streamStart}
 * @param targetIdentifier the method that opened the stream
 * @param timestamp the time at which the newest update came, by the client's clock
 */
public record StreamCheckpoint(
        UUID streamID,
        long lastSequence,
        @Nullable String epoch,
        ActorId actorID,
        String targetIdentifier,
        Instant timestamp) {

    /** Returns the position of a later update of the same stream. */
    public StreamCheckpoint advancedTo(long sequence, Instant now) {
        return new StreamCheckpoint(streamID, sequence, epoch, actorID, targetIdentifier, now);
    }
}
