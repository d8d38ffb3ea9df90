// SPDX-License-Identifier: Apache-2.0
/** Immutable JSON trees that share unchanged parts, with their reading, pointers, equality and canonical form. Knows no deltas. */
@NullMarked
package dev.trebuchetfx.protocol.internal.json;

import org.jspecify.annotations.NullMarked;
