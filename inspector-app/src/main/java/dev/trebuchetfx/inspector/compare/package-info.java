// SPDX-License-Identifier: Apache-2.0
/** Compares two captures, update by update: where they differ, and how rates, sizes and times have changed. */
@NullMarked
package dev.trebuchetfx.inspector.compare;

import org.jspecify.annotations.NullMarked;
