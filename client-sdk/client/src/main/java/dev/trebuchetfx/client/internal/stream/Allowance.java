// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;

/**
 * How often something may be done, whatever asks for it: so many times at once, and after that at a steady rate.
 *
 * <p>Owned by the client's loop.
 */
final class Allowance {
    private final TimeSource time;
    private final long costNanos;
    private final long burstNanos;

    /** When all that was done would have been done at the steady rate. */
    private long paidAt;

    /**
     * Nothing is used up.
     *
     * @param atOnce how many times in a row
     * @param then how far apart, after that
     */
    Allowance(TimeSource time, int atOnce, Duration then) {
        this.time = time;
        this.costNanos = then.toNanos();
        this.burstNanos = costNanos * atOnce;
        this.paidAt = time.nanoTime();
    }

    /** How long to wait before the next time; zero where it may be done now. */
    Duration pause() {
        long missing = paidAt - time.nanoTime() + costNanos - burstNanos;
        return missing > 0 ? Duration.ofNanos(missing) : Duration.ZERO;
    }

    /** It is done. */
    void use() {
        long now = time.nanoTime();
        paidAt = (paidAt - now > 0 ? paidAt : now) + costNanos;
    }
}
