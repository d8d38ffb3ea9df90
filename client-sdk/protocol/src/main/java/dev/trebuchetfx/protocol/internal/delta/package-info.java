// SPDX-License-Identifier: Apache-2.0
/** JSON Patch over trees: what changed between two states, and the state after a change. Knows no streams. */
@NullMarked
package dev.trebuchetfx.protocol.internal.delta;

import org.jspecify.annotations.NullMarked;
