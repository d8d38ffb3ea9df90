// SPDX-License-Identifier: Apache-2.0
/** The header of the pane: the connection, the capture, their controls, and the filter bar. */
@NullMarked
package dev.trebuchetfx.inspector.view.header;

import org.jspecify.annotations.NullMarked;
