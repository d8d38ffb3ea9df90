// SPDX-License-Identifier: Apache-2.0
/** Additions to the WebSocket library, for both ends: messages of bounded size, permessage-deflate (RFC 7692), and the rules of a gateway. */
@NullMarked
package dev.trebuchetfx.protocol.internal.websocket;

import org.jspecify.annotations.NullMarked;
