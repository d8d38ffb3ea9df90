// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.gateway;

import java.time.Duration;

/** The disturbances that a gateway may cause by its own rules, which say nothing of order and promise no {@code $disconnect}. Safe for use by any thread. */
public final class GatewayFaults {
    private volatile double reorderedShare;
    private volatile Duration longestDelay = Duration.ofMillis(20);
    private volatile double lostDisconnects;
    private volatile double throttledShare;

    /**
     * Lets some posts overtake those before them.
     *
     * @param share the share of posts that are held back, 0 to 1
     * @param longest the longest time for which one is held back
     */
    public void reorder(double share, Duration longest) {
        reorderedShare = share;
        longestDelay = longest;
    }

    /** Lets this share of disconnections, 0 to 1, go untold. */
    public void loseDisconnects(double share) {
        lostDisconnects = share;
    }

    /** Answers this share of posts, 0 to 1, as beyond the quota. */
    public void throttle(double share) {
        throttledShare = share;
    }

    double throttledShare() {
        return throttledShare;
    }

    double reorderedShare() {
        return reorderedShare;
    }

    Duration longestDelay() {
        return longestDelay;
    }

    double lostDisconnects() {
        return lostDisconnects;
    }
}
