// SPDX-License-Identifier: Apache-2.0
/** Draws the table of messages. */
@NullMarked
package dev.trebuchetfx.inspector.view.table;

import org.jspecify.annotations.NullMarked;
