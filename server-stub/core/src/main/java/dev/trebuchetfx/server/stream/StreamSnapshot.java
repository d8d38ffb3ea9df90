// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope.LeftOut;
import dev.trebuchetfx.server.replay.ReplayBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stream as it was at one moment.
 *
 * @param actor the name under which the actor is exposed
 * @param bound whether a live connection gets its updates
 * @param newest the newest number given out, unsigned; 0 before the first
 * @param oldest the oldest number that can be replayed; null where the buffer is empty
 * @param size updates in the buffer
 * @param conflated updates that were left out, since the peer read too slowly
 * @param leftOut updates that its filter has left out
 * @param leftOutBytes the bytes of their states, and of the fields that were taken out of those that were sent
 */
public record StreamSnapshot(
        UUID streamId,
        String actor,
        String method,
        String principal,
        boolean bound,
        long newest,
        @Nullable Long oldest,
        int size,
        long conflated,
        long leftOut,
        long leftOutBytes) {
    /** Describes a stream by its parts. Only in the turns of its actor. */
    static StreamSnapshot of(
            ServerStream stream, String method, NumberedUpdates updates, LeftOut leftOut, long conflated) {
        ReplayBuffer buffer = updates.buffer();
        // First, since counting takes out what the budget of all streams has evicted.
        Long oldest = buffer.oldest();
        return new StreamSnapshot(
                stream.id(),
                stream.cell().name(),
                method,
                stream.principal(),
                stream.subscriber() != null,
                updates.newest(),
                oldest,
                buffer.size(),
                conflated,
                leftOut.updates(),
                leftOut.bytes());
    }
}
