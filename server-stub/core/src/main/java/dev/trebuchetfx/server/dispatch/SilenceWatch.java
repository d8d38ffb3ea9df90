// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;

/**
 * Judges whether a peer is still there. Looked at twice in each interval, it finds a line that has died without closing at the
 * latest two intervals later: silence for one and a half of them, so three pings without an answer.
 *
 * <p>The client's side looks after more, such as sleep and change of network, and so shares nothing with this but the rule.
 * {@link #heard} is for any thread; the rest is confined to the connection's turns.
 */
final class SilenceWatch {
    private final Duration interval;
    private final TimeSource time;
    private volatile long heardNanos;
    private long lookedNanos;

    SilenceWatch(Duration interval, TimeSource time) {
        this.interval = interval;
        this.time = time;
        this.heardNanos = time.nanoTime();
        this.lookedNanos = heardNanos;
    }

    /** Returns the time until the next look. */
    Duration period() {
        return interval.dividedBy(2);
    }

    /** Notes that something came, a pong or a message. */
    void heard() {
        heardNanos = time.nanoTime();
    }

    /** Returns how long nothing has come, if that is too long; otherwise zero. */
    Duration silence() {
        long now = time.nanoTime();
        boolean late = now - lookedNanos > interval.toNanos();
        lookedNanos = now;
        if (late) {
            // We were stopped ourselves, and what the peer sent meanwhile may still wait to be read.
            heardNanos = now;
        }
        long silence = now - heardNanos;
        return silence >= interval.multipliedBy(3).dividedBy(2).toNanos() ? Duration.ofNanos(silence) : Duration.ZERO;
    }
}
