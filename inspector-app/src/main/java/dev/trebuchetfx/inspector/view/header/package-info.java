// SPDX-License-Identifier: Apache-2.0
/** The connection, the capture and what steers them. */
@NullMarked
package dev.trebuchetfx.inspector.view.header;

import org.jspecify.annotations.NullMarked;
