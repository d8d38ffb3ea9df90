// SPDX-License-Identifier: Apache-2.0
/** The seam between the protocol and a network: transports, their connections and listeners, and a transport within one process. */
@NullMarked
package dev.trebuchetfx.protocol.transport;

import org.jspecify.annotations.NullMarked;
