// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.pulse;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

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
     * Runs what waits now. What is added meanwhile waits for the next run, so that a run ends. FX thread.
     *
     * <p>Never throws: a failure goes to the thread's uncaught exception handler, as JavaFX does with a failing listener.
     */
    public void run() {
        List<Runnable> now = new ArrayList<>();
        tasks.drainTo(now);
        for (Runnable task : now) {
            Guarded.run(task);
        }
    }
}
