// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A task that runs again and again, as often as it asks for, with one timer at most. Safe for use by any thread; its lock
 * guards the timer and is never held while the task runs.
 */
final class Repetition {
    private final TimeSource time;
    private final Executor turns;
    private final Supplier<@Nullable Duration> task;
    private final ReentrantLock lock = new ReentrantLock();
    private TimeSource.@Nullable Timer timer;
    private long dueNanos;
    private int generation;
    private boolean stopped;

    /**
     * Creates a repetition that rests until {@link #within}.
     *
     * @param turns runs the task, one at a time
     * @param task returns the time until it wants to run again; null to rest until {@link #within}
     */
    Repetition(TimeSource time, Executor turns, Supplier<@Nullable Duration> task) {
        this.time = time;
        this.turns = turns;
        this.task = task;
    }

    /** Lets the task run within this time, unless a run is due earlier. */
    void within(Duration delay) {
        lock.lock();
        try {
            long due = time.nanoTime() + delay.toNanos();
            if (stopped || (timer != null && dueNanos - due <= 0)) {
                return;
            }
            cancel();
            int mine = generation;
            dueNanos = due;
            timer = time.schedule(delay, () -> turns.execute(() -> run(mine)));
        } finally {
            lock.unlock();
        }
    }

    /** Stops: the task does not begin any more. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            cancel();
        } finally {
            lock.unlock();
        }
    }

    private void run(int expected) {
        lock.lock();
        try {
            if (expected != generation) {
                return;
            }
            cancel();
        } finally {
            lock.unlock();
        }
        Duration next = task.get();
        if (next != null) {
            within(next);
        }
    }

    /** Cancels the timer, also one that has fired and waits for its turn. */
    private void cancel() {
        generation++;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
