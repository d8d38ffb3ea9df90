// SPDX-License-Identifier: Apache-2.0
/** Benchmarks of what deltas save: bytes on the line and time at the client, for typical changes of small and very large lists. */
@NullMarked
package dev.trebuchetfx.benchmark.delta;

import org.jspecify.annotations.NullMarked;
