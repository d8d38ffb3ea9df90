// SPDX-License-Identifier: Apache-2.0
/** From an immutable tree to the application's own type, decoding only what is new. Knows no deltas and no streams. */
@NullMarked
package dev.trebuchetfx.client.internal.typed;

import org.jspecify.annotations.NullMarked;
