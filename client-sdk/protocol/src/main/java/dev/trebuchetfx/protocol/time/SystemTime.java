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

/** The real thing: the system's clocks and one named daemon thread for timers, which {@link #close} ends. */
public final class SystemTime implements TimeSource, AutoCloseable {
    /** How long the time of day is told by the monotonic clock before it is compared to the wall clock again. */
    private static final long ANCHOR_NANOS = 100_000_000;

    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor timers;
    private volatile Anchor anchor;

    /** One moment by both clocks. */
    private record Anchor(long epochNanos, long nanoTime) {}

    /**
     * @param threadName of the thread that fires timers
     * @param clock wall-clock time
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
        // After close() a late schedule() is not an error: what it would have watched over is gone.
        timers.setRejectedExecutionHandler((task, executor) -> {});
    }

    @Override
    public Instant instant() {
        return now(clock);
    }

    /** The application's clock, or the system's where that one fails: the client lives by it. */
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

    /** Free of objects but for ten a second, whatever is asked. */
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

    @Override
    public void close() {
        timers.shutdownNow();
    }
}
