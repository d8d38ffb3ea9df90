// SPDX-License-Identifier: Apache-2.0
/** Every action by its name. */
@NullMarked
package dev.trebuchetfx.inspector.view.palette;

import org.jspecify.annotations.NullMarked;
