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
 * What a benchmark is given to work with.
 *
 * @param clock monotonic, in nanoseconds
 * @param cpuClock what this process has spent on all cores together, in nanoseconds: tells a costly thing from a busy machine
 * @param threads runs each task on a thread of its own
 * @param quick whether it is a smoke test: everything is done once and without warm-up, and the figures mean nothing
 * @param notes hears how far it has come, for whoever waits
 */
public record Workbench(
        LongSupplier clock, LongSupplier cpuClock, Executor threads, boolean quick, Consumer<String> notes) {
    /** How long anything that is waited for may take: far longer than any figure of use. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int POLL_MILLIS = 5;

    /** Now, in nanoseconds of no fixed origin. */
    public long nanoTime() {
        return clock.getAsLong();
    }

    /** What this process has spent on all cores together, in nanoseconds. */
    public long cpuNanos() {
        return cpuClock.getAsLong();
    }

    /** How often to measure. */
    public int times(int full) {
        return quick ? 1 : full;
    }

    /** How often to do it before it is measured. */
    public int warmUps(int full) {
        return quick ? 0 : full;
    }

    /** Says how far it has come. */
    public void note(String text) {
        notes.accept(text);
    }

    /** Waits for an event. */
    public void await(CountDownLatch event, String what) throws InterruptedException {
        if (!event.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw late(what + " (" + event.getCount() + " to go)");
        }
    }

    /** Waits for what nobody tells; not for use within a time that is measured. */
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
