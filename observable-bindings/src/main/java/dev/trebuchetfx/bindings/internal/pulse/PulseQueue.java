// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.pulse;

import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The tasks of the next run. Any thread adds; the FX thread runs. Bounded by its users: each actor has at most one task here, beside the application's own.
 */
public final class PulseQueue {
    private final LinkedBlockingQueue<Runnable> first = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Runnable> others = new LinkedBlockingQueue<>();

    /** Adds a task to the next run. Any thread. */
    public void add(Runnable task) {
        others.add(task);
    }

    /** Adds a task to the next run, before those that {@link #add} adds. Any thread. */
    public void addFirst(Runnable task) {
        first.add(task);
    }

    /** Returns whether a run would have nothing to do. Any thread. */
    public boolean isEmpty() {
        return first.isEmpty() && others.isEmpty();
    }

    /** Returns how many tasks wait. Any thread. */
    public int size() {
        return first.size() + others.size();
    }

    /**
     * Runs what waits now, until the time is used up; the rest goes before what is added to the same kind later. One task runs at least, and one of those that
     * {@link #add} has added, so that they are not kept waiting for ever. What is added meanwhile waits for the next run, so that a run ends. FX thread.
     *
     * <p>Never throws: a failure goes to the thread's uncaught exception handler, as JavaFX does with a failing listener.
     *
     * @param nanoTime a monotonic clock
     * @param budgetNanos the time after which no further task begins
     * @return how many tasks ran
     */
    public int run(LongSupplier nanoTime, long budgetNanos) {
        long start = nanoTime.getAsLong();
        BooleanSupplier isTime = () -> nanoTime.getAsLong() - start < budgetNanos;
        // Both are counted before a task runs, which may add others.
        int mostFirst = first.size();
        int mostOthers = others.size();
        return run(first, mostFirst, isTime) + run(others, mostOthers, isTime);
    }

    /** Runs a task, and further ones while there is time. */
    private static int run(Queue<Runnable> tasks, int most, BooleanSupplier isTime) {
        int done = 0;
        while (done < most && (done == 0 || isTime.getAsBoolean())) {
            Runnable task = tasks.poll();
            if (task == null) {
                break;
            }
            Guarded.run(task);
            done++;
        }
        return done;
    }
}
