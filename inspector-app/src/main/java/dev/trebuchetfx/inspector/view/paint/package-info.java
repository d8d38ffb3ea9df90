// SPDX-License-Identifier: Apache-2.0
/** The colours, shapes and fonts that the drawn panes share. */
@NullMarked
package dev.trebuchetfx.inspector.view.paint;

import org.jspecify.annotations.NullMarked;
