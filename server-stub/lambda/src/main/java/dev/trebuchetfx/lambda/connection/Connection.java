// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.connection;

import java.time.Duration;
import java.time.Instant;

/**
 * A connection of a client to the gateway.
 *
 * @param id the id that the gateway gave it
 * @param principal the principal, as the gateway's authorizer named it
 * @param connectedAt the time at which it was made, by the gateway's clock
 */
public record Connection(String id, String principal, Instant connectedAt) {
    /** The gateway ends a connection after 2 hours; what is left of it after 10 more minutes is forgotten. */
    private static final Duration LONGEST = Duration.ofMinutes(130);

    /** Returns the time from which on it has certainly ended. */
    public Instant expiresAt() {
        return connectedAt.plus(LONGEST);
    }
}
