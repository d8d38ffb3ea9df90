// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark;

import java.io.IOException;
import java.util.function.Consumer;

/** Something that is measured in one run, together with what it is compared to. */
public interface Benchmark {

    /** One lower-case word by which it is asked for. */
    String name();

    /** What is measured, in one line. */
    String about();

    /**
     * Measures, and gives each figure as soon as it is known. Blocks until all are.
     *
     * @throws BenchmarkFailedException if what is measured did not do its work: a time for something else is no figure
     */
    void run(Workbench bench, Consumer<Figure> figures) throws IOException, InterruptedException;
}
