// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Everything that depends on time or chance, so that a test can hold both in its hand. */
public interface TimeSource extends InstantSource {

    Duration A_CENTURY = Duration.ofDays(36_500);

    /** A monotonic clock in nanoseconds, of no fixed origin. */
    long nanoTime();

    /** The time of day in nanoseconds since 1970-01-01T00:00:00Z; as {@link #instant()}, without an object. */
    default long epochNanos() {
        return nanosOf(instant());
    }

    /** A moment in nanoseconds since 1970-01-01T00:00:00Z; good from the year 1678 to 2262. */
    static long nanosOf(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
    }

    /** The duration, or a century where it is longer: what an application or a peer says may be more than a clock can count. */
    static Duration bounded(Duration duration) {
        return duration.compareTo(A_CENTURY) > 0 ? A_CENTURY : duration;
    }

    /**
     * Runs {@code task} once after {@code delay}, on a thread of the source's choice. The task must be short: it hands its
     * work to the executor that owns the state.
     */
    Timer schedule(Duration delay, Runnable task);

    /** Where jitter and ids are drawn from. Used by any thread. */
    RandomGenerator random();

    /** A task to come. */
    @FunctionalInterface
    interface Timer {
        /** Prevents the task from running, if it has not begun; more than once does no harm. */
        void cancel();
    }
}
