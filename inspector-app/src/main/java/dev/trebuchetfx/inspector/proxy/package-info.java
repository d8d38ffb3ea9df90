// SPDX-License-Identifier: Apache-2.0
/**
 * A proxy between any WebSocket client and server. It relays every byte unchanged and passes what it sees to an observer.
 *
 * <p>It knows HTTP heads, frames and messages, but not where they are kept.
 */
@NullMarked
package dev.trebuchetfx.inspector.proxy;

import org.jspecify.annotations.NullMarked;
