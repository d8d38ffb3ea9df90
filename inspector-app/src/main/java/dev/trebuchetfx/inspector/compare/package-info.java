// SPDX-License-Identifier: Apache-2.0
/** Lays two captures side by side, update by update: where they part, and how rates, sizes and times have changed. */
@NullMarked
package dev.trebuchetfx.inspector.compare;

import org.jspecify.annotations.NullMarked;
