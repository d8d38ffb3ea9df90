// SPDX-License-Identifier: Apache-2.0
/** Makes a JUnit test of a selection of a capture: the slice that is replayed, what is expected of it, and the source. */
@NullMarked
package dev.trebuchetfx.inspector.bugtest;

import org.jspecify.annotations.NullMarked;
