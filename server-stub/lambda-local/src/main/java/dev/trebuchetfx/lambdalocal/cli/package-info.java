// SPDX-License-Identifier: Apache-2.0
/** The command {@code lambda-local}. */
@NullMarked
package dev.trebuchetfx.lambdalocal.cli;

import org.jspecify.annotations.NullMarked;
