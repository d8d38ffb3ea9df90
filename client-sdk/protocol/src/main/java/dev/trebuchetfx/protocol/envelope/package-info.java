// SPDX-License-Identifier: Apache-2.0
/** The messages of the protocol as immutable values, and the values that they are made of. Depends on the filters only. */
@NullMarked
package dev.trebuchetfx.protocol.envelope;

import org.jspecify.annotations.NullMarked;
