// SPDX-License-Identifier: Apache-2.0
/** Draws the lane of sequence numbers. */
@NullMarked
package dev.trebuchetfx.inspector.view.lane;

import org.jspecify.annotations.NullMarked;
