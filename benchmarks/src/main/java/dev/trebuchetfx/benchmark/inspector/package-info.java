// SPDX-License-Identifier: Apache-2.0
/** Benchmarks of the costs of the inspector: its capture, its window and its proxy. */
@NullMarked
package dev.trebuchetfx.benchmark.inspector;

import org.jspecify.annotations.NullMarked;
