// SPDX-License-Identifier: Apache-2.0
/**
 * The view models of the overview and of the drawer: graph, timeline, problems, the server's buffer, resumes, calls. They listen to the
 * window's snapshots, run long surveys in the background, and know no scene graph.
 */
@NullMarked
package dev.trebuchetfx.inspector.board;

import org.jspecify.annotations.NullMarked;
