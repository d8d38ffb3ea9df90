// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The time that a stream is without a connection.
 *
 * <p>Confined to the turns of the stream's actor.
 */
final class Detachment {
    private final TimeSource time;
    private final Duration timeToLive;
    private long since;
    private TimeSource.@Nullable Timer expiry;

    /** @param timeToLive how long it may be */
    Detachment(TimeSource time, Duration timeToLive) {
        this.time = time;
        this.timeToLive = timeToLive;
    }

    /** Begins. {@code onExpiry} is run, by any thread, when the stream has been without a connection for as long as it may. */
    void begin(Runnable onExpiry) {
        since = time.nanoTime();
        expiry = time.schedule(timeToLive, onExpiry);
    }

    /** Returns whether it has lasted as long as it may, though its timer may not have fired; only while it lasts. */
    boolean isOverdue() {
        return time.nanoTime() - since >= timeToLive.toNanos();
    }

    /** Ends, since the stream is bound again or ends itself. */
    void end() {
        TimeSource.Timer timer = expiry;
        if (timer != null) {
            timer.cancel();
            expiry = null;
        }
    }
}
