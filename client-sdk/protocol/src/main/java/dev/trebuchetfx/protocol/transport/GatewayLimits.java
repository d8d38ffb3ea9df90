// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.transport;

import java.time.Duration;

/**
 * The limits by which a gateway closes WebSockets. It takes text messages alone, and closes a connection with 1003 on a binary one.
 *
 * @param maxFrameBytes the most bytes of a client's frame; beyond it the connection is closed with 1009
 * @param maxMessageBytes the most bytes of a message; beyond it the connection is closed with 1009
 * @param idleTimeout the longest time without a message of the client, pings not counted; then the connection is closed with 1001
 * @param longestLife the time after which a connection is closed with 1001 in any case
 */
public record GatewayLimits(int maxFrameBytes, int maxMessageBytes, Duration idleTimeout, Duration longestLife) {
    /**
     * The limits of a WebSocket API of Amazon API Gateway. Its documentation does not say whether pings, or messages to the client, keep a
     * connection from being idle; here they do not, so that whoever keeps to these limits is right in any case
     * (<a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html">quotas</a>).
     */
    public static final GatewayLimits API_GATEWAY =
            new GatewayLimits(32 << 10, 128 << 10, Duration.ofMinutes(10), Duration.ofHours(2));

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if a frame may have less than 125 bytes, a message less than a frame, or a time is not positive
     */
    public GatewayLimits {
        if (maxFrameBytes < 125 || maxMessageBytes < maxFrameBytes) {
            throw new IllegalArgumentException(
                    "a frame must have at least 125 bytes and a message as many as a frame, but" + " they may have "
                            + maxFrameBytes + " and " + maxMessageBytes);
        }
        if (idleTimeout.toMillis() < 1 || longestLife.toMillis() < 1) {
            throw new IllegalArgumentException("idleTimeout and longestLife must be at least a millisecond but were "
                    + idleTimeout + " and " + longestLife);
        }
    }
}
