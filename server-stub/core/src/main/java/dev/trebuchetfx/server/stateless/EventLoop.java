// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stateless;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * The tasks of one event, which all run on the thread that answers it, those of timers too. Tasks may come from any thread; {@link #runUntil} belongs
 * to the one that answers.
 */
final class EventLoop implements Executor {
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final TimeSource time;

    EventLoop(TimeSource time) {
        this.time = new LoopTime(time);
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Returns the time, whose timers end in this loop. */
    TimeSource time() {
        return time;
    }

    /**
     * Runs what waits, and waits for more until {@code done}.
     *
     * @param longest the longest time for which it waits
     * @return whether it is done
     */
    boolean runUntil(BooleanSupplier done, Duration longest) {
        long begun = time.nanoTime();
        while (true) {
            Runnable task = tasks.poll();
            if (task == null && done.getAsBoolean()) {
                return true;
            }
            long left = longest.toNanos() - (time.nanoTime() - begun);
            if (left <= 0) {
                return false;
            }
            try {
                if (task == null) {
                    task = tasks.poll(left, TimeUnit.NANOSECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            if (task != null) {
                task.run();
            }
        }
    }

    private final class LoopTime implements TimeSource {
        private final TimeSource real;

        LoopTime(TimeSource real) {
            this.real = real;
        }

        @Override
        public Instant instant() {
            return real.instant();
        }

        @Override
        public long nanoTime() {
            return real.nanoTime();
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            return real.schedule(delay, () -> execute(task));
        }

        @Override
        public RandomGenerator random() {
            return real.random();
        }
    }
}
