// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.hostile;

import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The test's own time for a server with sockets, whose threads use it too. */
final class SharedTime implements TimeSource {
    private final ReentrantLock lock = new ReentrantLock();
    private final ManualTime time = new ManualTime();
    private volatile @Nullable Error failure;

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Instant instant() {
        return locked(time::instant);
    }

    @Override
    public long nanoTime() {
        Error now = failure;
        if (now != null && Thread.currentThread().getName().startsWith("trebuchet-sockets")) {
            throw now;
        }
        return locked(time::nanoTime);
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        Timer timer = locked(() -> time.schedule(delay, action));
        return () -> locked(() -> {
            timer.cancel();
            return true;
        });
    }

    @Override
    public RandomGenerator random() {
        return locked(time::random);
    }

    /** Throws this at each thread of the sockets that asks for the time. */
    void failsOnSocketThreadsWith(@Nullable Error error) {
        failure = error;
    }

    /** Moves the time on and runs what falls due. */
    void advance(Duration duration) {
        locked(() -> {
            time.advance(duration);
            return true;
        });
    }
}
