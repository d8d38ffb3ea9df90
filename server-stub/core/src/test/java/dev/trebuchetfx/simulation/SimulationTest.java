// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Seeds beyond those of a normal run, each of which has shown a fault that is mended: see the history of this line. */
    @ParameterizedTest
    @ValueSource(longs = {2236, 6030, 6395, 6969, 7538})
    void holdsWhereItOnceFailed(long seed) {
        assertThat(Simulation.run(seed, Rules.CURRENT, () -> Mutant.NONE).updates())
                .isPositive();
    }

    @Test
    void repeatsARunExactly() {
        assertThat(Simulation.trace(7)).isNotEmpty().isEqualTo(Simulation.trace(7));
    }
}
