// SPDX-License-Identifier: Apache-2.0
/** The messages of the protocol as immutable values, and the values that they consist of. Depends on the package of filters only. */
@NullMarked
package dev.trebuchetfx.protocol.envelope;

import org.jspecify.annotations.NullMarked;
