// SPDX-License-Identifier: Apache-2.0
/** Readers that turn an immutable tree into the application's own type and decode only what is new. Knows no deltas and no streams. */
@NullMarked
package dev.trebuchetfx.client.internal.typed;

import org.jspecify.annotations.NullMarked;
