// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulation that can't fail proves nothing: each broken copy is found within the seeds of a normal run. */
class MutantsAreFoundTest {
    private static final long SEEDS = 2_000;

    @ParameterizedTest
    @EnumSource
    void findsABrokenCopy(Broken broken) {
        assertThat(LongStream.range(0, SEEDS)
                        .filter(seed -> isFound(broken, seed))
                        .findFirst())
                .as("a seed that finds %s", broken)
                .isPresent();
    }

    private static boolean isFound(Broken broken, long seed) {
        try {
            Simulation.run(seed, Rules.CURRENT, broken);
            return false;
        } catch (Violation found) {
            return true;
        }
    }
}
