// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.posting;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;

/** The moment at which a function has to have ended its work. Immutable. */
public final class FunctionDeadline {
    private final TimeSource time;
    private final long at;

    private FunctionDeadline(TimeSource time, long at) {
        this.time = time;
        this.at = at;
    }

    /** Returns the moment that lies so far ahead. */
    public static FunctionDeadline in(Duration left, TimeSource time) {
        return new FunctionDeadline(
                time, time.nanoTime() + TimeSource.bounded(left).toNanos());
    }

    /** Returns the time that is left, negative once the moment is over. */
    public Duration left() {
        return Duration.ofNanos(at - time.nanoTime());
    }

    /** Returns whether the moment is over. */
    public boolean isOver() {
        return at - time.nanoTime() <= 0;
    }
}
