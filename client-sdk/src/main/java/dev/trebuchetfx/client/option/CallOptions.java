// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one call behaves.
 *
 * @param timeout from the call to its response, waiting for a connection included; null for the client's default
 * @param idempotent whether the call may be sent again when its connection ends while it is under way
 * @param waitForConnection whether to wait for a connection, up to the timeout, where there is none
 */
public record CallOptions(@Nullable Duration timeout, boolean idempotent, boolean waitForConnection) {

    /** The client's timeout, not sent twice, fails at once without a connection. */
    public static final CallOptions DEFAULT = new CallOptions(null, false, false);

    /** The same with another timeout. */
    public CallOptions withTimeout(Duration newTimeout) {
        return new CallOptions(newTimeout, idempotent, waitForConnection);
    }

    /** The same, but sent again after a lost connection. */
    public CallOptions asIdempotent() {
        return new CallOptions(timeout, true, waitForConnection);
    }

    /** The same, but waits for a connection. */
    public CallOptions thatWaits() {
        return new CallOptions(timeout, idempotent, true);
    }
}
