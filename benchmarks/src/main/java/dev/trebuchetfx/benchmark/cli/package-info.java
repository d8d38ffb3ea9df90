/** The command {@code bench}: which benchmarks there are, and how their figures are printed. Puts the real clock in. */
@NullMarked
package dev.trebuchetfx.benchmark.cli;

import org.jspecify.annotations.NullMarked;
