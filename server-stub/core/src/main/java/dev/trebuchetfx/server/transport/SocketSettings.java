// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import dev.trebuchetfx.protocol.transport.GatewayLimits;
import dev.trebuchetfx.protocol.transport.MessageCompression;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link SocketServer}.
 *
 * @param maxHeadBytes the most bytes of an HTTP request's head
 * @param maxHeadFields the most header fields of an HTTP request
 * @param openWithin the time from the accepted socket to the open WebSocket
 * @param maxConnections the most sockets at one time
 * @param maxOpening the most sockets at one time that are not WebSockets yet
 * @param maxMessageBytes the most bytes of one incoming message, inflated
 * @param maxIncomingBytes the most bytes of unfinished incoming messages on all connections together
 * @param maxOutgoingBytes the most bytes of messages that have not left yet on all connections together
 * @param allowedOrigins the web origins whose pages may connect, such as {@code https://example.org}; {@code *} for any
 * @param allowedHosts the names besides those of the address by which the server may be asked for; {@code *} for any
 * @param compression the compression for clients that offer it
 * @param tls null for {@code ws:}
 * @param gateway the limits of a gateway, whose ways the server takes on then; null for its own ways
 * @param status gives {@code healthy}, or else the reason why a balancer should send nobody here; called by the sockets' threads
 */
public record SocketSettings(
        int maxHeadBytes,
        int maxHeadFields,
        Duration openWithin,
        int maxConnections,
        int maxOpening,
        int maxMessageBytes,
        long maxIncomingBytes,
        long maxOutgoingBytes,
        Set<String> allowedOrigins,
        Set<String> allowedHosts,
        MessageCompression compression,
        @Nullable SSLContext tls,
        @Nullable GatewayLimits gateway,
        Supplier<String> status) {
    /** The status of a server that serves. */
    public static final String HEALTHY = "healthy";

    /** The status of a server that has as many connections as it may have. */
    public static final String FULL = "full";

    /** Returns the most bytes of one incoming frame, which a gateway limits further than a message. */
    int maxFrameBytes() {
        return gateway == null ? maxMessageBytes : Math.min(maxMessageBytes, gateway.maxFrameBytes());
    }
}
