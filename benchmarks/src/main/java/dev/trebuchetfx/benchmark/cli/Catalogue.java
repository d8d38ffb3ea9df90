// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.cli;

import dev.trebuchetfx.benchmark.Benchmark;
import dev.trebuchetfx.benchmark.delta.DeltaBenchmark;
import dev.trebuchetfx.benchmark.fanout.FanoutBenchmark;
import dev.trebuchetfx.benchmark.inspector.InspectorBenchmark;
import dev.trebuchetfx.benchmark.inspector.WindowBenchmark;
import dev.trebuchetfx.benchmark.resume.ResumeBenchmark;
import dev.trebuchetfx.benchmark.soak.SoakBenchmark;
import dev.trebuchetfx.benchmark.store.StoreBenchmark;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The benchmarks that there are, in the order in which they run. Another one is a class and an entry here. */
final class Catalogue {
    /** The time that the soak takes if nobody says how long. */
    static final Duration SOAK = Duration.ofMinutes(1);

    /** Parts of others, which run them themselves. */
    private static final List<Benchmark> PARTS = List.of(new WindowBenchmark());

    private Catalogue() {}

    /**
     * Returns those that run if nobody names any.
     *
     * @param soak the time that the soak takes
     * @param postgres the address of a database of PostgreSQL; null for none
     */
    static List<Benchmark> all(Duration soak, @Nullable String postgres) {
        return List.of(
                new ResumeBenchmark(),
                new DeltaBenchmark(),
                new InspectorBenchmark(),
                new FanoutBenchmark(),
                new StoreBenchmark(postgres),
                new SoakBenchmark(soak));
    }

    /** Returns all that can be asked for by name. */
    static List<Benchmark> named(Duration soak, @Nullable String postgres) {
        return Stream.concat(all(soak, postgres).stream(), PARTS.stream()).toList();
    }
}
