// SPDX-License-Identifier: Apache-2.0
/** Pending changes: their algebra over the server's states, the queue of their calls, and how these outlive the application. */
@NullMarked
package dev.trebuchetfx.client.internal.change;

import org.jspecify.annotations.NullMarked;
