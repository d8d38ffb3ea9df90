/** Benchmarks of the time that a client needs to catch up after its connection was cut, for one stream and for very many. */
@NullMarked
package dev.trebuchetfx.benchmark.resume;

import org.jspecify.annotations.NullMarked;
