/** What the benchmarks are compared to: the same bytes, or one message and its answer, with nothing of ours in between. */
@NullMarked
package dev.trebuchetfx.benchmark.bare;

import org.jspecify.annotations.NullMarked;
