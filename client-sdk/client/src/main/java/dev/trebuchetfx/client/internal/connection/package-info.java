// SPDX-License-Identifier: Apache-2.0
/** A connection's life: opening, backoff, tokens, closing. Knows nothing of the content of streams. */
@NullMarked
package dev.trebuchetfx.client.internal.connection;

import org.jspecify.annotations.NullMarked;
