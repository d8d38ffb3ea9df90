// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.testing;

import dev.trebuchetfx.bindings.internal.pulse.PulseQueue;
import dev.trebuchetfx.bindings.internal.pulse.PulseScheduler;

/** Pulses that run at once on the thread that causes them; what a listener causes meanwhile runs after it. Confined to one thread at a time. */
final class StepPulse implements PulseScheduler {
    private final PulseQueue queue = new PulseQueue();
    private boolean running;

    @Override
    public void schedule(Runnable task) {
        queue.add(task);
        if (!running) {
            running = true;
            try {
                while (!queue.isEmpty()) {
                    queue.run(() -> 0, 1);
                }
            } finally {
                running = false;
            }
        }
    }
}
