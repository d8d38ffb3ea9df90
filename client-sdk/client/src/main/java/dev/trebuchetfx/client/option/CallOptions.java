// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one call behaves.
 *
 * @param timeout to the response, from the call or, with {@link WithoutConnection#WAIT}, from when it is sent; null for the
 *     client's default
 * @param idempotent whether the call may be sent again when its connection ends while it is under way; where it may not, such a call
 *     fails with an {@link dev.trebuchetfx.client.error.OutcomeUnknownException}
 * @param withoutConnection what becomes of it while there is no connection
 */
public record CallOptions(@Nullable Duration timeout, boolean idempotent, WithoutConnection withoutConnection) {

    /** The client's timeout, not sent twice, fails at once without a connection. */
    public static final CallOptions DEFAULT = new CallOptions(null, false, WithoutConnection.FAIL);

    /** The same with another timeout. */
    public CallOptions withTimeout(Duration newTimeout) {
        return new CallOptions(newTimeout, idempotent, withoutConnection);
    }

    /** The same, but sent again after a lost connection. */
    public CallOptions asIdempotent() {
        return new CallOptions(timeout, true, withoutConnection);
    }

    /** The same, but waits for a connection until its timeout. */
    public CallOptions thatWaits() {
        return new CallOptions(timeout, idempotent, WithoutConnection.WAIT_UNTIL_TIMEOUT);
    }

    /** The same, but waits for a connection for as long as it takes. */
    public CallOptions thatWaitsForAsLongAsItTakes() {
        return new CallOptions(timeout, idempotent, WithoutConnection.WAIT);
    }
}
