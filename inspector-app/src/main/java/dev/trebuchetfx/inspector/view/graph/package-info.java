// SPDX-License-Identifier: Apache-2.0
/** The graph of a stream's sequence numbers over time, drawn: on a screen, or to a file. */
@NullMarked
package dev.trebuchetfx.inspector.view.graph;

import org.jspecify.annotations.NullMarked;
