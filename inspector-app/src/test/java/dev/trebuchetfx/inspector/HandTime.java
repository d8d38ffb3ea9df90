// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector;

import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** A time that a test moves by hand while other threads plan their tasks. Safe for use by any thread. */
public final class HandTime implements TimeSource {
    private final ManualTime time = new ManualTime();

    @Override
    public synchronized Instant instant() {
        return time.instant();
    }

    @Override
    public synchronized long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public synchronized Timer schedule(Duration delay, Runnable task) {
        Timer timer = time.schedule(delay, task);
        return () -> cancel(timer);
    }

    private synchronized void cancel(Timer timer) {
        timer.cancel();
    }

    @Override
    public synchronized RandomGenerator random() {
        return time.random();
    }

    public synchronized void advance(Duration duration) {
        time.advance(duration);
    }

    /** Returns the number of tasks that wait. */
    public synchronized int scheduled() {
        return time.scheduled();
    }
}
