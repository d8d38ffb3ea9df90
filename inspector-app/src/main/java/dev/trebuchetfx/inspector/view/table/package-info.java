// SPDX-License-Identifier: Apache-2.0
/** The table of messages, drawn. */
@NullMarked
package dev.trebuchetfx.inspector.view.table;

import org.jspecify.annotations.NullMarked;
