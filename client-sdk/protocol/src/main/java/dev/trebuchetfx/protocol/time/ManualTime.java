// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Time that passes only when a test says so. Owned by the test's thread. */
public final class ManualTime implements TimeSource {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::atNanos).thenComparingLong(Task::order));
    private final RandomGenerator random;
    private long nanos;
    private long order;
    private Duration wallClockAhead = Duration.ZERO;

    /** Chance that is the same in each run. */
    public ManualTime() {
        this(new Random(42));
    }

    /** Chance as given. */
    public ManualTime(RandomGenerator random) {
        this.random = random;
    }

    private record Task(long atNanos, long order, Runnable action) {}

    @Override
    public Instant instant() {
        return START.plusNanos(nanos).plus(wallClockAhead);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        Task task = new Task(nanos + Math.max(0, TimeSource.bounded(delay).toNanos()), order++, action);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    /** Lets time pass, firing what falls due, in order. */
    public void advance(Duration duration) {
        long end = nanos + duration.toNanos();
        while (!tasks.isEmpty() && tasks.peek().atNanos() <= end) {
            Task next = tasks.remove();
            nanos = Math.max(nanos, next.atNanos());
            next.action().run();
        }
        nanos = end;
    }

    /** The process stands still: time passes, and what falls due fires late, with the next {@link #advance}. */
    public void stall(Duration duration) {
        nanos += duration.toNanos();
    }

    /** The wall clock jumps, as when a machine has slept; the monotonic clock does not. */
    public void jumpWallClock(Duration by) {
        wallClockAhead = wallClockAhead.plus(by);
    }

    /** How many tasks are waiting: what a test of leaks asks. */
    public int scheduled() {
        return tasks.size();
    }
}
