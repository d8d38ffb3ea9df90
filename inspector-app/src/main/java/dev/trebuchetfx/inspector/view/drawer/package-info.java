// SPDX-License-Identifier: Apache-2.0
/** The drawer at the bottom, with one tab each for graph, timeline, problems, the server's buffer, resumes and calls. */
@NullMarked
package dev.trebuchetfx.inspector.view.drawer;

import org.jspecify.annotations.NullMarked;
