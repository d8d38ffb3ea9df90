/** The bare operations that benchmarks are compared with: the same bytes, or one message and its answer, without this project's code. */
@NullMarked
package dev.trebuchetfx.benchmark.bare;

import org.jspecify.annotations.NullMarked;
