// SPDX-License-Identifier: Apache-2.0
/** Draws connections and streams over time. */
@NullMarked
package dev.trebuchetfx.inspector.view.timeline;

import org.jspecify.annotations.NullMarked;
