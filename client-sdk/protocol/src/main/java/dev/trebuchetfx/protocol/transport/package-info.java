// SPDX-License-Identifier: Apache-2.0
/** The interfaces between the protocol and a network: transports, connections and listeners, and a transport within one process. */
@NullMarked
package dev.trebuchetfx.protocol.transport;

import org.jspecify.annotations.NullMarked;
