// SPDX-License-Identifier: Apache-2.0
/** An emulator of AWS for the functions of this project: gateway, containers, database and the stream between them. */
@NullMarked
package dev.trebuchetfx.lambdalocal;

import org.jspecify.annotations.NullMarked;
