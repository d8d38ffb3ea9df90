// SPDX-License-Identifier: Apache-2.0
/** The strip that shows the whole time of the capture. A range selected in it narrows every other view. */
@NullMarked
package dev.trebuchetfx.inspector.view.overview;

import org.jspecify.annotations.NullMarked;
