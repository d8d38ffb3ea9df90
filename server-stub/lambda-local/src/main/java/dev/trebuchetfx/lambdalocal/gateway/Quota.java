// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.gateway;

import dev.trebuchetfx.protocol.time.TimeSource;

/** A quota of so many requests in a second, with a burst, as a bucket of tokens. Safe for use by any thread. */
final class Quota {
    private static final double NANOS = 1e9;

    private final TimeSource time;
    private final double perSecond;
    private final double burst;
    private double tokens;
    private long filledNanos;

    /** Makes a full bucket. */
    Quota(TimeSource time, int perSecond, int burst) {
        this.time = time;
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.filledNanos = time.nanoTime();
    }

    /** Takes a token. Returns false if there is none. */
    synchronized boolean take() {
        long now = time.nanoTime();
        tokens = Math.min(burst, tokens + (now - filledNanos) / NANOS * perSecond);
        filledNanos = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
