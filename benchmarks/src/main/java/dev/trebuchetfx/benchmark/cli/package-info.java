/** The command {@code bench}: the list of benchmarks, and the output of their figures. Provides the real clock. */
@NullMarked
package dev.trebuchetfx.benchmark.cli;

import org.jspecify.annotations.NullMarked;
