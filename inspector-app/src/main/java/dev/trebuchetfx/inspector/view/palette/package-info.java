// SPDX-License-Identifier: Apache-2.0
/** The command palette, which runs every action by its name, and the map of keys. */
@NullMarked
package dev.trebuchetfx.inspector.view.palette;

import org.jspecify.annotations.NullMarked;
