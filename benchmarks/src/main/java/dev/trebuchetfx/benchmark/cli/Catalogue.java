// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.cli;

import dev.trebuchetfx.benchmark.Benchmark;
import dev.trebuchetfx.benchmark.delta.DeltaBenchmark;
import dev.trebuchetfx.benchmark.fanout.FanoutBenchmark;
import dev.trebuchetfx.benchmark.fx.FxBenchmark;
import dev.trebuchetfx.benchmark.gateway.GatewayBenchmark;
import dev.trebuchetfx.benchmark.inspector.InspectorBenchmark;
import dev.trebuchetfx.benchmark.inspector.WindowBenchmark;
import dev.trebuchetfx.benchmark.resume.ResumeBenchmark;
import dev.trebuchetfx.benchmark.soak.SoakBenchmark;
import dev.trebuchetfx.benchmark.store.StoreBenchmark;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

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
     * @param databases where the stores are measured
     */
    static List<Benchmark> all(Duration soak, StoreBenchmark.Addresses databases) {
        return List.of(
                new ResumeBenchmark(),
                new DeltaBenchmark(),
                new FxBenchmark(),
                new InspectorBenchmark(),
                new FanoutBenchmark(),
                new StoreBenchmark(databases),
                new GatewayBenchmark(),
                new SoakBenchmark(soak));
    }

    /** Returns all that can be asked for by name. */
    static List<Benchmark> named(Duration soak, StoreBenchmark.Addresses databases) {
        return Stream.concat(all(soak, databases).stream(), PARTS.stream()).toList();
    }
}
