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
 * @param cursor the server's own note of the position in the log of a stored actor, by which any server of the same store can go on; null
 *     from a server that gave none
 */
public record StreamCheckpoint(
        UUID streamID,
        long lastSequence,
        @Nullable String epoch,
        ActorId actorID,
        String targetIdentifier,
        Instant timestamp,
        @Nullable String cursor) {

    /** Makes a position without a cursor. */
    public StreamCheckpoint(
            UUID streamID,
            long lastSequence,
            @Nullable String epoch,
            ActorId actorID,
            String targetIdentifier,
            Instant timestamp) {
        this(streamID, lastSequence, epoch, actorID, targetIdentifier, timestamp, null);
    }

    /** Returns the position of a later update of the same stream, which has no cursor. */
    public StreamCheckpoint advancedTo(long sequence, Instant now) {
        return advancedTo(sequence, now, null);
    }

    /**
     * Returns the position of a later update of the same stream.
     *
     * @param next the cursor that came with the update; null for none
     */
    public StreamCheckpoint advancedTo(long sequence, Instant now, @Nullable String next) {
        return new StreamCheckpoint(streamID, sequence, epoch, actorID, targetIdentifier, now, next);
    }

    /** Returns the same position with a newer cursor. */
    public StreamCheckpoint withCursor(String next) {
        return new StreamCheckpoint(streamID, lastSequence, epoch, actorID, targetIdentifier, timestamp, next);
    }

    /** Returns the same position in another epoch. */
    public StreamCheckpoint inEpoch(String next) {
        return new StreamCheckpoint(streamID, lastSequence, next, actorID, targetIdentifier, timestamp, cursor);
    }
}
