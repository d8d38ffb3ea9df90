// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda;

import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * The real time, with random numbers that the operating system gives. A container that was restored from a snapshot would otherwise give the same ids as
 * each other one of that snapshot.
 */
final class FunctionTime implements TimeSource {
    private final SystemTime time = new SystemTime("trebuchet-function-timers", Clock.systemUTC());
    private final SecureRandom random = new SecureRandom();

    @Override
    public Instant instant() {
        return time.instant();
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return time.schedule(delay, task);
    }

    @Override
    public RandomGenerator random() {
        return random;
    }
}
