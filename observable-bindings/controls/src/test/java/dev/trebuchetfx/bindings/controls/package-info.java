// SPDX-License-Identifier: Apache-2.0
/** Tests of the parts in real scenes, and their pictures. */
@NullMarked
package dev.trebuchetfx.bindings.controls;

import org.jspecify.annotations.NullMarked;
