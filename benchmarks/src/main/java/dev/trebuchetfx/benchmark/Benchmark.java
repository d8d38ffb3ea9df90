// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark;

import java.io.IOException;
import java.util.function.Consumer;

/** A benchmark that measures in one run both a part of this project and the bare thing that it is compared with. */
public interface Benchmark {

    /** Returns the name, one lower-case word, by which the benchmark is chosen. */
    String name();

    /** Returns a description of what is measured, in one line. */
    String about();

    /**
     * Measures, and passes each figure on as soon as it is known. Blocks until all figures are known.
     *
     * @throws BenchmarkFailedException if what is measured did not do its work, so that its time would be no valid figure
     */
    void run(Workbench bench, Consumer<Figure> figures) throws IOException, InterruptedException;
}
