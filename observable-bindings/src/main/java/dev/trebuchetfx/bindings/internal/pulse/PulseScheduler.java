// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.pulse;

/** Runs tasks on the FX thread, all that wait in one run, at most one run a pulse. */
@FunctionalInterface
public interface PulseScheduler {

    /**
     * Runs {@code task} once, in the next run. Called by any thread. A task that is added during a run waits for the next.
     *
     * @throws IllegalStateException if JavaFX has not been started
     */
    void schedule(Runnable task);

    /**
     * Runs {@code task} as {@link #schedule} does, before the tasks of a run that were given to that method: it changes what a person looks at. An
     * implementation may make no difference.
     */
    default void scheduleFirst(Runnable task) {
        schedule(task);
    }
}
