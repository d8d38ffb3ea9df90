// SPDX-License-Identifier: Apache-2.0
/**
 * Parts of a window for remote state: each has a constructor without arguments, so that FXML can make it, and the property {@code actor}, which it follows. Each may be
 * made on any thread and is used on the FX thread. {@link dev.trebuchetfx.bindings.controls.ThemeAliases} gives the scene the colours that they are drawn with.
 */
@NullMarked
package dev.trebuchetfx.bindings.controls;

import org.jspecify.annotations.NullMarked;
