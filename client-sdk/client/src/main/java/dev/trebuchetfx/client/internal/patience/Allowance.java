// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.patience;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;

/**
 * A limit on how often something is done, whatever asks for it: so many times at once, and after that at a steady rate.
 *
 * <p>Owned by the client's loop.
 */
public final class Allowance {
    private final TimeSource time;
    private final long costNanos;
    private final long burstNanos;

    /** The time at which all that was done would have been done at the steady rate. */
    private long paidAt;

    /**
     * Creates an allowance of which nothing is used up.
     *
     * @param atOnce the number of times in a row
     * @param then the time between two of them after that
     */
    public Allowance(TimeSource time, int atOnce, Duration then) {
        this.time = time;
        this.costNanos = then.toNanos();
        this.burstNanos = costNanos * atOnce;
        this.paidAt = time.nanoTime();
    }

    /** Returns the time to wait before the next use; zero where there is no need to wait. */
    public Duration pause() {
        long missing = paidAt - time.nanoTime() + costNanos - burstNanos;
        return missing > 0 ? Duration.ofNanos(missing) : Duration.ZERO;
    }

    /** Uses the allowance once. */
    public void use() {
        long now = time.nanoTime();
        paidAt = (paidAt - now > 0 ? paidAt : now) + costNanos;
    }
}
