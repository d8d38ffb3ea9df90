// SPDX-License-Identifier: Apache-2.0
/** Client and server over real sockets and through every injury that a line or a process can suffer, by seed. */
@NullMarked
package dev.trebuchetfx.injury;

import org.jspecify.annotations.NullMarked;
