// SPDX-License-Identifier: Apache-2.0
/** JSON as immutable trees that share what did not change: reading, pointers, equality, the canonical form. Knows no deltas. */
@NullMarked
package dev.trebuchetfx.protocol.internal.json;

import org.jspecify.annotations.NullMarked;
