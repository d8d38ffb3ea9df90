// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A million steps, on seeds that the normal run does not have. */
@Tag("soak")
class SimulationSoakTest {
    private static final Logger LOG = LoggerFactory.getLogger(SimulationSoakTest.class);
    private static final long FIRST_SEED = 1_000_000;

    /** {@code -Dsimulation.steps=N} for more or fewer. */
    private static final long STEPS = Long.getLong("simulation.steps", 1_000_000);

    @Test
    void holdsForAMillionStepsOfFaults() {
        FaultCounts faults = new FaultCounts();
        long seeds = 0;
        long steps = 0;
        long events = 0;
        long updates = 0;
        long virtualNanos = 0;
        long slowest = 0;
        while (steps < STEPS) {
            Outcome outcome = Simulation.run(FIRST_SEED + seeds, Rules.CURRENT, () -> Mutant.NONE);
            seeds++;
            steps += outcome.steps();
            events += outcome.events();
            updates += outcome.updates();
            virtualNanos += outcome.virtualNanos();
            slowest = Math.max(slowest, outcome.convergenceNanos());
            faults.addAll(outcome.faults());
        }

        // A summary is what a soak is run for, so it is a warning: those are shown.
        LOG.warn(String.format(
                "%,d seeds, %,d steps, %,d events in %,d hours of virtual time, %,d updates shown, %,d faults;"
                        + " equal to the server at the latest %.1f s after the last fault%n%s",
                seeds,
                steps,
                events,
                virtualNanos / 1_000_000_000 / 3_600,
                updates,
                faults.total(),
                slowest / 1e9,
                faults.table()));
        for (FaultKind kind : FaultKind.values()) {
            assertThat(faults.of(kind)).as(kind.word()).isPositive();
        }
    }
}
