// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.gateway;

import dev.trebuchetfx.protocol.transport.GatewayLimits;
import java.time.Duration;
import java.util.Map;

/**
 * The settings of an emulated gateway.
 *
 * @param stage the name of the stage, which is the first segment of every path
 * @param limits the limits of each WebSocket
 * @param connectionsPerSecond the most new connections in a second
 * @param requestsPerSecond the most requests in a second, messages and posts together
 * @param requestBurst the most requests at once
 * @param integrationTimeout the longest time for a function's answer
 * @param tokens the principals by their tokens, as an authoriser would know them; empty lets anyone connect
 */
public record GatewaySettings(
        String stage,
        GatewayLimits limits,
        int connectionsPerSecond,
        int requestsPerSecond,
        int requestBurst,
        Duration integrationTimeout,
        Map<String, String> tokens) {
    /** The documented quotas of one account in one region. */
    public static final GatewaySettings DOCUMENTED = new GatewaySettings(
            "local", GatewayLimits.API_GATEWAY, 500, 10_000, 5_000, Duration.ofSeconds(29), Map.of());

    public GatewaySettings {
        tokens = Map.copyOf(tokens);
    }

    /** Returns these settings with other tokens. */
    public GatewaySettings withTokens(Map<String, String> others) {
        return new GatewaySettings(
                stage, limits, connectionsPerSecond, requestsPerSecond, requestBurst, integrationTimeout, others);
    }

    /** Returns these settings with another stage. */
    public GatewaySettings withStage(String other) {
        return new GatewaySettings(
                other, limits, connectionsPerSecond, requestsPerSecond, requestBurst, integrationTimeout, tokens);
    }
}
