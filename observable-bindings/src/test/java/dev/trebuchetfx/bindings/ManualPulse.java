// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import dev.trebuchetfx.bindings.internal.pulse.PulseQueue;
import dev.trebuchetfx.bindings.internal.pulse.PulseScheduler;

/** Pulses that a test runs by hand, on the thread that runs them. */
final class ManualPulse implements PulseScheduler {
    private final PulseQueue queue = new PulseQueue();

    @Override
    public void schedule(Runnable task) {
        queue.add(task);
    }

    boolean hasWork() {
        return !queue.isEmpty();
    }

    void run() {
        queue.run(() -> 0, 1);
    }
}
