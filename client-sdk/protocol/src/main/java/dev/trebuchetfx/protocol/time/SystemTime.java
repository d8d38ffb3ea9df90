// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A time source of real time: the system's clocks, and one daemon thread for timers, which {@link #close} ends.
 *
 * <p>Safe for use by any thread.
 */
public final class SystemTime implements TimeSource, AutoCloseable {
    /** The time for which the time of day follows the monotonic clock before it is set by the wall clock again. */
    private static final long ANCHOR_NANOS = 100_000_000;

    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor timers;
    private volatile Anchor anchor;

    /** One moment, as both clocks show it. */
    private record Anchor(long epochNanos, long nanoTime) {}

    /**
     * Makes a time source.
     *
     * @param threadName the name of the thread that runs timers
     * @param clock the wall clock; while it fails, the system's clock takes its place
     */
    public SystemTime(String threadName, InstantSource clock) {
        this.clock = clock;
        this.anchor = anchor(clock);
        this.timers = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, threadName);
            thread.setDaemon(true);
            return thread;
        });
        timers.setRemoveOnCancelPolicy(true);
        timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        // A late schedule() after close() is not an error: its owner has been closed as well.
        timers.setRejectedExecutionHandler((task, executor) -> {});
    }

    @Override
    public Instant instant() {
        return now(clock);
    }

    /** Returns the time of the application's clock, or of the system's if that one fails, since the client can't work without a time. */
    private static Instant now(InstantSource clock) {
        try {
            return Objects.requireNonNull(clock.instant());
        } catch (Throwable e) {
            return InstantSource.system().instant();
        }
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    /**
     * Returns the time of day in nanoseconds since 1970-01-01T00:00:00Z, up to 100 ms late to follow a jump of the wall clock. The method
     * makes at most about ten objects a second, however often it is called.
     */
    @Override
    public long epochNanos() {
        long now = System.nanoTime();
        Anchor last = anchor;
        if (now - last.nanoTime > ANCHOR_NANOS) {
            last = anchor(clock);
            anchor = last;
        }
        return last.epochNanos + now - last.nanoTime;
    }

    private static Anchor anchor(InstantSource clock) {
        return new Anchor(TimeSource.nanosOf(now(clock)), System.nanoTime());
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Future<?> future =
                timers.schedule(task, Math.max(0, TimeSource.bounded(delay).toNanos()), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public RandomGenerator random() {
        return ThreadLocalRandom.current();
    }

    /** Ends the thread of the timers. Tasks that wait never run, and tasks that are scheduled afterwards are ignored. */
    @Override
    public void close() {
        timers.shutdownNow();
    }
}
