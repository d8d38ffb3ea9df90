// SPDX-License-Identifier: Apache-2.0
/** What the inspector costs: its capture, its window and its proxy. */
@NullMarked
package dev.trebuchetfx.benchmark.inspector;

import org.jspecify.annotations.NullMarked;
