// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.pulse;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
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
    /** The time that all actors together take of one pulse, a quarter of a frame: layout and drawing need the rest. */
    static final long BUDGET_NANOS = 4_000_000;

    private final PulseQueue queue = new PulseQueue();
    private final Executor fxThread;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    /** True while the timer runs or is about to. Guarded by the lock, as is the look at the queue that goes with it. */
    private boolean armed;
    /** Made and used on the FX thread only. */
    private @Nullable AnimationTimer timer;

    /**
     * Makes the pulses of a toolkit.
     *
     * @param fxThread runs a task soon on the FX thread; throws an {@link IllegalStateException} where there is none
     * @param nanoTime a monotonic clock
     */
    public FxPulse(Executor fxThread, LongSupplier nanoTime) {
        this.fxThread = fxThread;
        this.nanoTime = nanoTime;
    }

    /** The pulses of this process: there is one toolkit, and actors share a run only if they share its queue. */
    public static FxPulse shared() {
        return Shared.PULSE;
    }

    @Override
    public void schedule(Runnable task) {
        add(() -> queue.add(task));
    }

    @Override
    public void scheduleFirst(Runnable task) {
        add(() -> queue.addFirst(task));
    }

    private void add(Runnable adding) {
        lock.lock();
        try {
            if (!armed) {
                fxThread.execute(this::start);
                armed = true;
            }
            // Only what has a pulse to come is kept: what was refused must not run later.
            adding.run();
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "Expected a running JavaFX toolkit but there is none:"
                            + " bind in Application.start, or after Platform.startup",
                    e);
        } finally {
            lock.unlock();
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
            PulseFlight flight = PulseFlight.begun();
            int applied = queue.run(nanoTime, BUDGET_NANOS);
            flight.over(applied, queue.size());
            return;
        }
        lock.lock();
        try {
            // A task may have been added after the first look.
            if (queue.isEmpty()) {
                running.stop();
                armed = false;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Holds the one instance, made when first asked for. */
    private static final class Shared {
        static final FxPulse PULSE = new FxPulse(Platform::runLater, System::nanoTime);
    }
}
