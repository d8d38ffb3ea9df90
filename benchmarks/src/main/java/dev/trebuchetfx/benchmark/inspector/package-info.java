// SPDX-License-Identifier: Apache-2.0
/** What the inspector's capture costs, without its window. */
@NullMarked
package dev.trebuchetfx.benchmark.inspector;

import org.jspecify.annotations.NullMarked;
