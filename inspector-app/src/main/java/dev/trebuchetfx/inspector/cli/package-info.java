// SPDX-License-Identifier: Apache-2.0
/** The commands {@code inspect}, {@code tail}, {@code call}, {@code record} and {@code report}, which a command-line program assembles. A composition root. */
@NullMarked
package dev.trebuchetfx.inspector.cli;

import org.jspecify.annotations.NullMarked;
