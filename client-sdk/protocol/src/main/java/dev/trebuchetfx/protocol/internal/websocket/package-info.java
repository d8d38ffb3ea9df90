// SPDX-License-Identifier: Apache-2.0
/** What both ends of a WebSocket need beyond the library: messages bounded while they are put together, and permessage-deflate. */
@NullMarked
package dev.trebuchetfx.protocol.internal.websocket;

import org.jspecify.annotations.NullMarked;
