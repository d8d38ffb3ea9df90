// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.cli;

import dev.trebuchetfx.benchmark.Benchmark;
import dev.trebuchetfx.benchmark.delta.DeltaBenchmark;
import dev.trebuchetfx.benchmark.fanout.FanoutBenchmark;
import dev.trebuchetfx.benchmark.inspector.InspectorBenchmark;
import dev.trebuchetfx.benchmark.inspector.WindowBenchmark;
import dev.trebuchetfx.benchmark.resume.ResumeBenchmark;
import java.util.List;
import java.util.stream.Stream;

/** The benchmarks that there are, in the order in which they run. Another one is a class and an entry here. */
final class Catalogue {
    static final List<Benchmark> ALL =
            List.of(new ResumeBenchmark(), new DeltaBenchmark(), new InspectorBenchmark(), new FanoutBenchmark());

    /** Parts of those, which they run themselves. */
    private static final List<Benchmark> PARTS = List.of(new WindowBenchmark());

    /** All that can be asked for by name. */
    static List<Benchmark> named() {
        return Stream.concat(ALL.stream(), PARTS.stream()).toList();
    }

    private Catalogue() {}
}
