// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.delta;

import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.benchmark.Workbench;
import dev.trebuchetfx.benchmark.delta.ListOfSize.Change;
import java.util.List;
import java.util.function.Function;

/**
 * Something that is done with changes of a list, and how often it takes to time it.
 *
 * @param samples how many make a median
 * @param rounds how often one sample does it with each change
 * @param changes each is taken in turn
 * @param work what is done; null is a failure
 */
record Timed(int samples, int rounds, List<Change> changes, Function<Change, Object> work) {
    /** {@code weight}: how many items the work reads, about. */
    static Timed of(int weight, List<Change> changes, Function<Change, Object> work) {
        boolean slow = weight >= 100_000;
        int rounds = Math.clamp(20_000 / Math.max(weight, 20), 1, 200);
        return new Timed(slow ? 3 : 15, rounds, slow ? changes.subList(0, 2) : changes, work);
    }

    /** One sample: how long it takes to do it once. */
    double micros(Workbench bench) {
        int times = bench.quick() ? 1 : rounds;
        long start = bench.nanoTime();
        for (int round = 0; round < times; round++) {
            for (Change change : changes) {
                if (work.apply(change) == null) {
                    throw new BenchmarkFailedException("expected a state but there was none");
                }
            }
        }
        return (bench.nanoTime() - start) / 1e3 / times / changes.size();
    }
}
