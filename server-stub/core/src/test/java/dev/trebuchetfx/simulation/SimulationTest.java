// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What holds under any sequence of faults. A seed that fails tells what happened; {@code -Dsimulation.seed=N} runs it alone, and
 * {@code -Dsimulation.seeds=COUNT} runs more.
 */
class SimulationTest {
    private static final long SEEDS = 2_000;

    @Test
    void holdsWhatItPromisesUnderAnySequenceOfFaults() {
        Long only = Long.getLong("simulation.seed");
        long count = Long.getLong("simulation.seeds", SEEDS);
        LongStream seeds = only == null ? LongStream.range(0, count) : LongStream.of(only);
        long updates = seeds.map(seed ->
                        Simulation.run(seed, Rules.CURRENT, () -> Mutant.NONE).updates())
                .sum();

        assertThat(updates).as("updates shown").isPositive();
    }

    @Test
    void repeatsARunExactly() {
        assertThat(Simulation.trace(7)).isNotEmpty().isEqualTo(Simulation.trace(7));
    }
}
