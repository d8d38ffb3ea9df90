// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import dev.trebuchetfx.server.stream.StreamSnapshot;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stream of a server as it was at one moment.
 *
 * @param streamId its id on the wire
 * @param actor the name under which its actor is exposed
 * @param method the method that was invoked
 * @param principal the principal to whom the stream belongs
 * @param bound whether a live connection gets its updates
 * @param newest the newest number given out, unsigned; 0 before the first
 * @param oldest the oldest number that can be replayed; null where the buffer is empty
 * @param size the number of updates that can be replayed
 * @param conflated the number of updates that were left out, since the client read too slowly
 * @param leftOut the number of updates that the filter has left out
 * @param leftOutBytes the size in bytes of their states, and of the fields that were taken out of those that were sent
 */
public record StreamInfo(
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

    static StreamInfo of(StreamSnapshot stream) {
        return new StreamInfo(
                stream.streamId(),
                stream.actor(),
                stream.method(),
                stream.principal(),
                stream.bound(),
                stream.newest(),
                stream.oldest(),
                stream.size(),
                stream.conflated(),
                stream.leftOut(),
                stream.leftOutBytes());
    }
}
