// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import java.time.Duration;

/**
 * Sets what peers can take of a proxy.
 *
 * @param messageBytes the most bytes of one message that are kept to be looked at; all are relayed
 * @param keptBytes the most bytes that are kept in all, over all connections and both directions
 * @param connections the most connections at the same time
 * @param handshake the longest time for a client's whole request, for connecting to the server with TLS, and for the server's whole answer, each
 * @param stuck the longest time for which a peer may take nothing while bytes wait for it
 */
record ProxyLimits(int messageBytes, long keptBytes, int connections, Duration handshake, Duration stuck) {
    static final ProxyLimits DEFAULT =
            new ProxyLimits(16 << 20, 64L << 20, 1_000, Duration.ofSeconds(10), Duration.ofSeconds(60));
}
