// SPDX-License-Identifier: Apache-2.0
/**
 * Stands between any WebSocket client and server: relays every byte as it is, and shows what it sees to an observer.
 *
 * <p>Knows HTTP heads, frames and messages, not where they are kept.
 */
@NullMarked
package dev.trebuchetfx.inspector.proxy;

import org.jspecify.annotations.NullMarked;
