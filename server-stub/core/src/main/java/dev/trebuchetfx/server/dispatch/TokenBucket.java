// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A rate with a burst of one second. Whoever takes more than there is goes into debt, of one second at most. Safe for use by any thread; its
 * monitor guards the level.
 */
final class TokenBucket {
    private final double perSecond;
    private final TimeSource time;
    private double level;
    private long filledNanos;

    /**
     * Creates a full bucket.
     *
     * @param perSecond how many may be taken in a second, 1 or more
     */
    TokenBucket(int perSecond, TimeSource time) {
        this.perSecond = perSecond;
        this.time = time;
        this.level = perSecond;
        this.filledNanos = time.nanoTime();
    }

    /** Takes so many, though there be fewer left, and returns the time until the debt is paid: zero, or up to a second. */
    synchronized Duration take(long cost) {
        fill();
        level = Math.max(level - cost, -perSecond);
        return level >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-level / perSecond * TimeUnit.SECONDS.toNanos(1)));
    }

    /** Takes one if there is one left, and returns whether there was. */
    synchronized boolean tryTake() {
        fill();
        if (level < 1) {
            return false;
        }
        level--;
        return true;
    }

    /** Returns whether nothing was taken within the last second or two, so that a new one would be no other. */
    synchronized boolean isFull() {
        fill();
        return level >= perSecond;
    }

    private void fill() {
        long now = time.nanoTime();
        double seconds = (double) (now - filledNanos) / TimeUnit.SECONDS.toNanos(1);
        level = Math.min(level + seconds * perSecond, perSecond);
        filledNanos = now;
    }
}
