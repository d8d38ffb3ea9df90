// SPDX-License-Identifier: Apache-2.0
/** The transport over a WebSocket: the upgrade, proxies and cookies. Messages are bytes here. */
@NullMarked
package dev.trebuchetfx.client.internal.transport;

import org.jspecify.annotations.NullMarked;
