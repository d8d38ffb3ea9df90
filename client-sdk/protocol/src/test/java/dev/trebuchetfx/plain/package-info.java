// SPDX-License-Identifier: Apache-2.0
/** Doubles of plain version 2 peers, a server and a client, over real sockets: they fail on whatever is not version 2. */
@NullMarked
package dev.trebuchetfx.plain;

import org.jspecify.annotations.NullMarked;
