// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.pulse;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongSupplier;

/**
 * The tasks of the next run. Any thread adds; the FX thread runs. Bounded by its users: each actor has at most one task here, beside the application's own.
 */
public final class PulseQueue {
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    /** Adds a task to the next run. Any thread. */
    public void add(Runnable task) {
        tasks.add(task);
    }

    /** Returns whether a run would have nothing to do. Any thread. */
    public boolean isEmpty() {
        return tasks.isEmpty();
    }

    /**
     * Runs what waits now, until the time is used up; the rest goes first in the next run. One task runs at least. What is added meanwhile waits for the next run, so
     * that a run ends. FX thread.
     *
     * <p>Never throws: a failure goes to the thread's uncaught exception handler, as JavaFX does with a failing listener.
     *
     * @param nanoTime a monotonic clock
     * @param budgetNanos the time after which no further task begins
     */
    public void run(LongSupplier nanoTime, long budgetNanos) {
        long start = nanoTime.getAsLong();
        for (int left = tasks.size(); left > 0; left--) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            Guarded.run(task);
            if (nanoTime.getAsLong() - start >= budgetNanos) {
                return;
            }
        }
    }
}
