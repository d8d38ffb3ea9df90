// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.EndpointOrder;
import dev.trebuchetfx.client.option.LineOptions;
import dev.trebuchetfx.protocol.transport.ServerAddress;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a client's connection.
 *
 * @param endpoints the servers' addresses, at least one
 * @param headers the headers of the upgrade request that the application gives
 * @param closeTimeout the longest time for the closing handshake, after which the line is dropped
 * @param heartbeatInterval the interval of the checks of the line; one that has died without closing is noticed within twice this time
 * @param maxQueuedBytes the bytes that may wait to be sent; a line with more of them is dropped
 * @param line the rules by which connections are used, as far as an endpoint does not ask for others
 * @param network the probe that tells when another attempt to connect is worth it
 * @param sslContext the context of TLS connections; null for the JDK's default
 */
public record ConnectionSettings(
        List<ServerAddress> endpoints,
        EndpointOrder order,
        UpgradeHeaders headers,
        Duration connectTimeout,
        Duration closeTimeout,
        Duration heartbeatInterval,
        long maxQueuedBytes,
        LineOptions line,
        NetworkProbe network,
        BackoffPolicy backoff,
        @Nullable SSLContext sslContext) {
    public ConnectionSettings {
        endpoints = List.copyOf(endpoints);
    }
}
