// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** A process of the simulated world: its clock, its timers and its threads, which all run in the simulation's one. */
final class SimulatedProcess implements TimeSource, Executor {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SimulatedWorld world;
    private final String name;
    private final RandomGenerator random;
    private final RandomGenerator scheduling;
    private final boolean forgetsToCancel;
    private Duration clockOffset = Duration.ZERO;
    private long slowness;
    private boolean alive = true;

    /**
     * @param forgetsToCancel a mutant: its timers fire whatever is done
     */
    SimulatedProcess(SimulatedWorld world, String name, boolean forgetsToCancel) {
        this.world = world;
        this.name = name;
        this.random = world.newRandom();
        this.scheduling = world.newRandom();
        this.forgetsToCancel = forgetsToCancel;
    }

    String name() {
        return name;
    }

    @Override
    public Instant instant() {
        return START.plusNanos(world.now()).plus(clockOffset);
    }

    @Override
    public long nanoTime() {
        return world.now();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        if (!alive) {
            return () -> {};
        }
        SimulatedWorld.Task scheduled = world.after(delay.toNanos(), this, task);
        return forgetsToCancel ? () -> {} : scheduled::cancel;
    }

    /** The scheduler is fair within some microseconds. */
    @Override
    public void execute(Runnable task) {
        runAfter(0, task);
    }

    /** Where listeners are called, slower than the rest while {@link #slowDown} says so. */
    void executeCallback(Runnable task) {
        runAfter(slowness == 0 ? 0 : scheduling.nextLong(slowness), task);
    }

    private void runAfter(long delay, Runnable task) {
        if (alive) {
            world.after(delay + scheduling.nextLong(20 * SimulatedWorld.MICROSECOND), this, task);
        }
    }

    /** Callbacks take up to this many nanoseconds from now on. */
    void slowDown(long nanos) {
        slowness = nanos;
    }

    /** The wall clock is set. */
    void jump(Duration by) {
        clockOffset = clockOffset.plus(by);
    }

    /** How far the wall clock is off. */
    Duration clockOffset() {
        return clockOffset;
    }

    /** The end, without a word. */
    void kill() {
        alive = false;
        world.forget(this);
    }

    /** What it still means to do. */
    long waiting() {
        return world.waiting(this);
    }
}
