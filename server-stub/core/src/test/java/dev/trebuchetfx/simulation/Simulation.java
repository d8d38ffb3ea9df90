// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import static dev.trebuchetfx.simulation.SimulatedWorld.MILLISECOND;
import static dev.trebuchetfx.simulation.SimulatedWorld.SECOND;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One run: a time of faults, a quiet time in which everything must become right by itself, and the end, after which nothing may be
 * left.
 */
final class Simulation {
    /** How long after the last fault a client may take to be equal to the server. */
    private static final long CONVERGENCE_BOUND = 90 * SECOND;

    private final SimulatedWorld world;
    private final Rules rules;
    private final Plant plant;
    private final Faults faults;
    private final RandomGenerator random;

    private Simulation(long seed, Rules rules, Mutant mutant, @Nullable StringBuilder trace) {
        this.world = new SimulatedWorld(seed, trace);
        this.rules = rules;
        this.random = world.newRandom();
        // A source of its own, so that what else chance decides does not depend on the manners of lines.
        this.plant = new Plant(world, mutant, new SplittableRandom(~seed));
        this.faults = new Faults(world, plant);
    }

    /** Runs a seed; throws a {@link Violation} with a trace if an invariant does not hold. */
    static Outcome run(long seed, Rules rules, Mutants mutants) {
        try {
            return new Simulation(seed, rules, mutants.next(), null).run();
        } catch (Violation first) {
            StringBuilder trace = new StringBuilder();
            try {
                new Simulation(seed, rules, mutants.next(), trace).run();
            } catch (Violation again) {
                Violation told = new Violation("seed " + seed + ": " + again.getMessage()
                        + "\nRun it again with -Dtest=SimulationTest -Dsimulation.seed=" + seed
                        + "\nWhat happened, in seconds of virtual time:\n" + trace);
                told.initCause(first);
                throw told;
            }
            throw new Violation("seed " + seed + " is not repeatable: the second time it did not end with '"
                    + first.getMessage() + "'");
        }
    }

    /** The trace of a seed that is expected to hold. */
    static String trace(long seed) {
        StringBuilder trace = new StringBuilder();
        var unused = new Simulation(seed, Rules.CURRENT, Mutant.NONE, trace).run();
        return trace.toString();
    }

    /** Makes the mutant anew for each run, since it may count. */
    @FunctionalInterface
    interface Mutants {
        Mutant next();
    }

    private Outcome run() {
        Violation.forget();
        plant.begin();
        Violation.throwFirst();
        int steps = 60 + random.nextInt(120);
        for (int i = 0; i < steps; i++) {
            faults.next();
            Violation.throwFirst();
            pass(pause());
        }
        long convergence = becomeQuiet();
        close();
        return new Outcome(steps, world.steps(), plant.updates(), world.now(), convergence, plant.counts());
    }

    private long pause() {
        return switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1, 2, 3 -> random.nextLong(MILLISECOND);
            case 4, 5, 6 -> random.nextLong(50 * MILLISECOND);
            case 7, 8 -> random.nextLong(400 * MILLISECOND);
            default -> random.nextLong(4 * SECOND);
        };
    }

    private void pass(long nanos) {
        long until = world.now() + nanos;
        while (world.next(until)) {
            Violation.throwFirst();
            plant.check();
        }
    }

    private long becomeQuiet() {
        world.say("world", () -> "the last fault is over");
        plant.endFaults(!rules.noticesSilence());
        long begin = world.now();
        String behind;
        do {
            if (!rules.noticesLostTails()) {
                // What was lost shows when another one comes; the server may still mean to lose some, too.
                plant.touch();
            }
            pass(SECOND);
            behind = plant.behind();
        } while (behind != null && world.now() - begin < CONVERGENCE_BOUND);
        if (behind != null) {
            throw new Violation(behind + ", " + CONVERGENCE_BOUND / SECOND + " s after the last fault");
        }
        long convergence = world.now() - begin;
        pass(32 * SECOND);
        String later = plant.behind();
        if (later != null) {
            throw new Violation(later + ", though it was right before and no fault came");
        }
        return convergence;
    }

    private void close() {
        world.say("world", () -> "everything is closed");
        plant.closeStreams();
        pass(5 * SECOND);
        if (!plant.areOpenStreamsBound()) {
            // A line may have ended whose streams are about to be resumed on the next one.
            pass(SECOND);
        }
        plant.checkStreamsEnded();
        plant.closeClients();
        pass(plant.timeToLive().toNanos() + 40 * SECOND);
        plant.checkNothingIsLeft();
        pass(SECOND);
        plant.checkServerIsOver();
    }
}
