// SPDX-License-Identifier: Apache-2.0
/** Writes a JUnit test of a selection of a capture: the part to be replayed, the expected result, and the source code. */
@NullMarked
package dev.trebuchetfx.inspector.bugtest;

import org.jspecify.annotations.NullMarked;
