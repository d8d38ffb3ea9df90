// SPDX-License-Identifier: Apache-2.0
/** The commands {@code inspect}, {@code tail}, {@code call} and {@code record}, to be assembled into a command line. A composition root. */
@NullMarked
package dev.trebuchetfx.inspector.cli;

import org.jspecify.annotations.NullMarked;
