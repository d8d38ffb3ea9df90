// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.pulse;

import java.util.concurrent.atomic.AtomicBoolean;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/**
 * The pulses of the running JavaFX toolkit; the one class that names {@code Platform}.
 *
 * <p>Which hook gives one run a pulse: {@code Platform.runLater} with a flag that merges requests does not, it runs as soon
 * as the FX thread is free, many times between two frames while updates trickle in. A scene's pulse listener needs a scene,
 * and an application binds before it shows one. An {@link AnimationTimer} is called exactly once a pulse, before CSS and
 * layout, so that what changes is in the frame of the same pulse; it also works without any window. A timer that runs keeps
 * the pulses coming, so it is started by the first request and stopped by the first pulse that finds nothing to do.
 */
public final class FxPulse implements PulseScheduler {
    private final PulseQueue queue = new PulseQueue();
    /** Whether the timer runs or is about to. */
    private final AtomicBoolean armed = new AtomicBoolean();
    /** Made and used on the FX thread only. */
    private @Nullable AnimationTimer timer;

    private FxPulse() {}

    /** The pulses of this process: there is one toolkit, and actors share a run only if they share its queue. */
    public static FxPulse shared() {
        return Shared.PULSE;
    }

    @Override
    public void schedule(Runnable task) {
        queue.add(task);
        if (armed.compareAndSet(false, true)) {
            try {
                Platform.runLater(this::start);
            } catch (IllegalStateException e) {
                // The task stays queued; a later request tries again.
                armed.set(false);
                throw new IllegalStateException(
                        "Expected a running JavaFX toolkit but there is none:"
                                + " bind in Application.start, or after Platform.startup",
                        e);
            }
        }
    }

    private void start() {
        if (timer == null) {
            timer = new AnimationTimer() {
                @Override
                public void handle(long now) {
                    pulse(this);
                }
            };
        }
        timer.start();
    }

    private void pulse(AnimationTimer running) {
        if (!queue.isEmpty()) {
            queue.run();
            return;
        }
        running.stop();
        armed.set(false);
        // A task may have been added after the look and before the flag fell: nobody else would start the timer for it.
        if (!queue.isEmpty() && armed.compareAndSet(false, true)) {
            running.start();
        }
    }

    /** Holds the one instance, made when first asked for. */
    private static final class Shared {
        static final FxPulse PULSE = new FxPulse();
    }
}
