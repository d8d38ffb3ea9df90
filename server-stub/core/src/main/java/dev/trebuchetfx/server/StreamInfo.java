// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stream of a server as it was at one moment.
 *
 * @param streamId its id on the wire
 * @param actor the name under which its actor is exposed
 * @param method the method that was invoked
 * @param principal whose stream it is
 * @param bound whether a live connection gets its updates
 * @param newest the newest number given out, unsigned; 0 before the first
 * @param oldest the oldest number that can be replayed; null where the buffer is empty
 * @param size how many updates can be replayed
 * @param conflated how many updates were left out, since the client read too slowly
 * @param leftOut how many updates of the state its filter has left out
 * @param leftOutBytes the bytes of their states, and of the fields that were taken out of those that were sent
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
        long leftOutBytes) {}
