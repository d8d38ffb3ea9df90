// SPDX-License-Identifier: Apache-2.0
/**
 * The inspector of one source and its window. Puts together sources, view models and views for the class {@code Inspector} and for the
 * commands. A composition root, which knows all packages that it puts together.
 */
@NullMarked
package dev.trebuchetfx.inspector.window;

import org.jspecify.annotations.NullMarked;
