// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.Optional;

/** The rate of a connection's pings and pongs: a peer that sends many is read more slowly. Confined to the connection's thread. */
final class ControlFrameRate {
    /** The most control frames in a second. An honest peer sends a few a minute. */
    private static final int MOST_IN_A_SECOND = 20;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TimeSource time;
    private long beganNanos;
    private int count;

    ControlFrameRate(TimeSource time) {
        this.time = time;
        this.beganNanos = time.nanoTime();
    }

    /** Counts a frame, and returns for how long nothing should be read; empty if there were few. */
    Optional<Duration> frameCame() {
        count++;
        if (count <= MOST_IN_A_SECOND) {
            return Optional.empty();
        }
        long left = SECOND.toNanos() - (time.nanoTime() - beganNanos);
        count = 0;
        beganNanos = time.nanoTime() + Math.max(0, left);
        return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
    }
}
