// SPDX-License-Identifier: Apache-2.0
/** The drawer at the bottom: graph, timeline, problems, the server's buffer, resumes and calls, a tab each. */
@NullMarked
package dev.trebuchetfx.inspector.view.drawer;

import org.jspecify.annotations.NullMarked;
