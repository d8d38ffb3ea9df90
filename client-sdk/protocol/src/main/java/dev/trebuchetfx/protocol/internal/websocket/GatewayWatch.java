// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.websocket;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.transport.GatewayLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The watch over one WebSocket by the limits of a gateway. Safe for use by any thread. */
public final class GatewayWatch {
    private static final int GOING_AWAY = 1001;

    private final GatewayLimits limits;
    private final TimeSource time;
    private final Closing closing;
    private final TimeSource.Timer life;
    private volatile TimeSource.@Nullable Timer idle;
    private volatile long heardNanos;
    private volatile boolean over;

    /** A way to close a WebSocket. */
    @FunctionalInterface
    public interface Closing {
        /** Closes it with a code and a reason. May be called by any thread. */
        void close(int code, String reason);
    }

    /** Begins to watch a WebSocket that was just opened. */
    public GatewayWatch(GatewayLimits limits, TimeSource time, Closing closing) {
        this.limits = limits;
        this.time = time;
        this.closing = closing;
        this.heardNanos = time.nanoTime();
        this.life = time.schedule(
                limits.longestLife(),
                () -> close("a connection lasts " + limits.longestLife().toMinutes() + " minutes"));
        lookIn(limits.idleTimeout());
    }

    /** Notes that a message of the client came. */
    public void messageCame() {
        heardNanos = time.nanoTime();
    }

    /** Ends the watch with its WebSocket. */
    public void end() {
        over = true;
        life.cancel();
        TimeSource.Timer last = idle;
        if (last != null) {
            last.cancel();
        }
    }

    private void lookIn(Duration delay) {
        idle = time.schedule(delay, this::look);
    }

    private void look() {
        if (over) {
            return;
        }
        Duration left = limits.idleTimeout().minusNanos(time.nanoTime() - heardNanos);
        if (left.isPositive()) {
            lookIn(left);
        } else {
            close("no message came for " + limits.idleTimeout().toMinutes() + " minutes");
        }
    }

    private void close(String why) {
        closing.close(GOING_AWAY, "Going away: " + why);
    }
}
