// SPDX-License-Identifier: Apache-2.0
/** Draws the graph of a stream's sequence numbers over time, on the screen or to a file. */
@NullMarked
package dev.trebuchetfx.inspector.view.graph;

import org.jspecify.annotations.NullMarked;
