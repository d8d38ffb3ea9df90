// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.random.RandomGenerator;

/** A time source whose time passes only when a test advances it. Confined to the test's thread, on which the tasks run too. */
public final class ManualTime implements TimeSource {
    /** The wall-clock time at which every instance begins. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::atNanos).thenComparingLong(Task::order));
    private final RandomGenerator random;
    private long nanos;
    private long order;
    private Duration wallClockAhead = Duration.ZERO;

    /** Makes a time source whose random numbers are the same in each run. */
    public ManualTime() {
        this(new Random(42));
    }

    /** Makes a time source with these random numbers. */
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

    /** Moves the time on by {@code duration} and runs the tasks that fall due in it, each at its time, in order. */
    public void advance(Duration duration) {
        long end = nanos + duration.toNanos();
        while (!tasks.isEmpty() && tasks.peek().atNanos() <= end) {
            Task next = tasks.remove();
            nanos = Math.max(nanos, next.atNanos());
            next.action().run();
        }
        nanos = end;
    }

    /** Moves the time on as if the process stood still: tasks that fall due run late, in the next {@link #advance}. */
    public void stall(Duration duration) {
        nanos += duration.toNanos();
    }

    /** Moves the wall clock alone, as happens while a machine sleeps; the monotonic clock stays. A negative duration moves it back. */
    public void jumpWallClock(Duration by) {
        wallClockAhead = wallClockAhead.plus(by);
    }

    /** Returns the number of tasks that wait, by which a test finds leaks. */
    public int scheduled() {
        return tasks.size();
    }
}
