// SPDX-License-Identifier: Apache-2.0
/** Tests of the test kit. */
@NullMarked
package dev.trebuchetfx.bindings.testing;

import org.jspecify.annotations.NullMarked;
