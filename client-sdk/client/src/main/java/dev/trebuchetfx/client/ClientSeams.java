// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.internal.connection.NetworkProbe;
import dev.trebuchetfx.client.internal.time.PlatformThreads;
import dev.trebuchetfx.client.internal.transport.ProxyRoutes;
import dev.trebuchetfx.client.internal.transport.WebSocketTransport;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import dev.trebuchetfx.protocol.transport.MessageCompression;
import dev.trebuchetfx.protocol.transport.Transport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What a client takes from the world, which a test may replace.
 *
 * @param onClosed ends what was started for this client
 */
record ClientSeams(
        TimeSource time, Transport transport, Executor loopThreads, NetworkProbe network, Runnable onClosed) {

    /** Starts the real ones for the client of this name. */
    static ClientSeams real(
            String name,
            InstantSource clock,
            int maxMessageBytes,
            MessageCompression compression,
            ProxyRoutes proxies,
            Duration closeTimeout) {
        SystemTime time = new SystemTime("trebuchet-" + name + "-timer", clock);
        Transport transport = new WebSocketTransport(
                maxMessageBytes,
                compression,
                proxies,
                PlatformThreads.named("trebuchet-" + name + "-reader"),
                "trebuchet-" + name + "-writer");
        // The closing handshake may still need its timer.
        Runnable onClosed = () -> time.schedule(closeTimeout.multipliedBy(2), time::close);
        return new ClientSeams(
                time,
                transport,
                VirtualThreads.named("trebuchet-" + name + "-loop"),
                NetworkProbe.ofInterfaces(),
                onClosed);
    }
}
