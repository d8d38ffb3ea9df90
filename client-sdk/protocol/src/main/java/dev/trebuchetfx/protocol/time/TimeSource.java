// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * A source of time and random numbers, which a test can replace to control both.
 *
 * <p>Implementations say which threads may use them.
 */
public interface TimeSource extends InstantSource {

    /** The longest delay that {@link #bounded} returns. */
    Duration A_CENTURY = Duration.ofDays(36_500);

    /** Returns the time of a monotonic clock in nanoseconds. Its origin is arbitrary: only differences mean something. */
    long nanoTime();

    /** Returns the time of {@link #instant()} in nanoseconds since 1970-01-01T00:00:00Z. An implementation may do so without an object. */
    default long epochNanos() {
        return nanosOf(instant());
    }

    /** Returns a moment in nanoseconds since 1970-01-01T00:00:00Z. The result overflows outside the years 1678 to 2262. */
    static long nanosOf(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
    }

    /** Returns the duration, or a century if it is longer, since an application or a peer may name more than a clock can count. */
    static Duration bounded(Duration duration) {
        return duration.compareTo(A_CENTURY) > 0 ? A_CENTURY : duration;
    }

    /**
     * Runs {@code task} once after {@code delay}, on a thread that the source chooses. The task must be short: it hands its work to the
     * executor that owns the state.
     *
     * @param delay the time until then; zero or negative for as soon as possible, and at most {@link #A_CENTURY} counts
     * @return a handle that cancels the task
     */
    Timer schedule(Duration delay, Runnable task);

    /**
     * Returns the generator of random numbers, such as jitter and ids. Every thread calls this method anew, since the generator may belong
     * to the calling thread.
     */
    RandomGenerator random();

    /** A scheduled task. */
    @FunctionalInterface
    interface Timer {
        /** Prevents the task from running if it has not begun. Calling it again has no effect. */
        void cancel();
    }
}
