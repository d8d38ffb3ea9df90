// SPDX-License-Identifier: Apache-2.0
/** Tests of windows and view models without a screen, and without a server where none is needed. */
@NullMarked
package dev.trebuchetfx.bindings.testing;

import org.jspecify.annotations.NullMarked;
