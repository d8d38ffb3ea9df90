// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The surroundings of a benchmark: clocks, threads and settings.
 *
 * @param clock a monotonic clock, in nanoseconds
 * @param cpuClock the time that this process has spent on all cores together, in nanoseconds; it shows whether an operation is costly or
 *     the machine is busy
 * @param threads runs each task on a thread of its own
 * @param quick whether this is a smoke test: everything is done once and without warm-up, and the figures have no meaning
 * @param notes takes messages about the progress, for a person who waits
 */
public record Workbench(
        LongSupplier clock, LongSupplier cpuClock, Executor threads, boolean quick, Consumer<String> notes) {
    /** The longest time to wait for anything, which is far longer than any useful figure. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int POLL_MILLIS = 5;

    /** Returns the time in nanoseconds since an arbitrary origin. */
    public long nanoTime() {
        return clock.getAsLong();
    }

    /** Returns the time that this process has spent on all cores together, in nanoseconds. */
    public long cpuNanos() {
        return cpuClock.getAsLong();
    }

    /** Returns how often to measure: {@code full} times, or once in a smoke test. */
    public int times(int full) {
        return quick ? 1 : full;
    }

    /** Returns how often to warm up before measuring: {@code full} times, or not at all in a smoke test. */
    public int warmUps(int full) {
        return quick ? 0 : full;
    }

    /** Reports the progress. */
    public void note(String text) {
        notes.accept(text);
    }

    /**
     * Waits until a latch is down.
     *
     * @param what the event that the latch stands for, for the message of a failure
     * @throws BenchmarkFailedException if it takes longer than a minute
     */
    public void await(CountDownLatch event, String what) throws InterruptedException {
        if (!event.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw late(what + " (" + event.getCount() + " to go)");
        }
    }

    /**
     * Waits until a condition holds, which is polled; not for use within a measured time.
     *
     * @param what the condition in words, for the message of a failure
     * @throws BenchmarkFailedException if it takes longer than a minute
     */
    public void awaitUntil(BooleanSupplier condition, String what) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long start = nanoTime();
        while (!condition.getAsBoolean()) {
            if (nanoTime() - start > PATIENCE.toNanos()) {
                throw late(what);
            }
            boolean unused = never.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static BenchmarkFailedException late(String what) {
        return new BenchmarkFailedException(
                "expected within " + PATIENCE.toSeconds() + " s, but it has not come: " + what);
    }
}
