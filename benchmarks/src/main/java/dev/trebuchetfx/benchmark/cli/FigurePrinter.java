// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.cli;

import dev.trebuchetfx.benchmark.Benchmark;
import dev.trebuchetfx.benchmark.Figure;

/** Makes text of figures. */
interface FigurePrinter {
    /** Returns the heading of a benchmark's figures; empty for none. */
    String heading(Benchmark benchmark);

    /** One figure, without the end of the line. */
    String line(Benchmark benchmark, Figure figure);
}
