// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal;

import dev.trebuchetfx.lambdalocal.gateway.GatewaySettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@link LambdaLocal}.
 *
 * @param host the address to listen on
 * @param port the port of the gateway; 0 for a free one
 * @param adminPort the port on loopback for faults and counts; 0 for a free one
 * @param gateway the limits and quotas
 * @param containers the most containers of each function
 * @param functionClassPath the class path of the containers, with the functions and the runtime interface client
 * @param databaseClassPath the class path of DynamoDB Local, if it is to be started
 * @param database the endpoint of a database that is there already; null to start one
 * @param environment variables of the functions, in place of those that they get by default
 * @param sourcePause the time between two reads of the table's stream
 * @param logs the folder for what the processes write
 */
public record LambdaLocalOptions(
        String host,
        int port,
        int adminPort,
        GatewaySettings gateway,
        int containers,
        String functionClassPath,
        String databaseClassPath,
        @Nullable URI database,
        Map<String, String> environment,
        Duration sourcePause,
        Path logs) {
    public LambdaLocalOptions {
        environment = Map.copyOf(environment);
    }

    /** Returns options with every default: a free port of loopback, two containers of each function, a database of its own. */
    public static LambdaLocalOptions of(String functionClassPath, String databaseClassPath, Path logs) {
        return new LambdaLocalOptions(
                "127.0.0.1",
                0,
                0,
                GatewaySettings.DOCUMENTED,
                2,
                functionClassPath,
                databaseClassPath,
                null,
                Map.of(),
                Duration.ofMillis(20),
                logs);
    }
}
