// SPDX-License-Identifier: Apache-2.0
/** Connections and streams over time, drawn. */
@NullMarked
package dev.trebuchetfx.inspector.view.timeline;

import org.jspecify.annotations.NullMarked;
