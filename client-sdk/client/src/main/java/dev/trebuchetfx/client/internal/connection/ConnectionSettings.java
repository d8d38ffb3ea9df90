// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.EndpointOrder;
import dev.trebuchetfx.protocol.transport.ServerAddress;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is made with.
 *
 * @param endpoints at least one
 * @param headers of the upgrade request, as the application gives them
 * @param closeTimeout how long the closing handshake may take before the line is dropped
 * @param heartbeatInterval a line that has died without closing is noticed within twice this time
 * @param network tells when another attempt to connect is worth it
 */
public record ConnectionSettings(
        List<ServerAddress> endpoints,
        EndpointOrder order,
        UpgradeHeaders headers,
        Duration connectTimeout,
        Duration closeTimeout,
        Duration heartbeatInterval,
        NetworkProbe network,
        BackoffPolicy backoff,
        @Nullable SSLContext sslContext) {
    public ConnectionSettings {
        endpoints = List.copyOf(endpoints);
    }
}
