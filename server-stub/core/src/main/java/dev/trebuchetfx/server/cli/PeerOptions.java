// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.cli;

import dev.trebuchetfx.server.ServerLimits;
import dev.trebuchetfx.server.StubServerBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code serve} that say who may connect. */
final class PeerOptions {
    @Option(
            names = "--token",
            paramLabel = "NAME=T",
            description =
                    "Lets in who sends 'Authorization: Bearer T', as NAME; may be given several times. Without it anyone may connect.")
    private List<String> tokens = new ArrayList<>();

    @Option(
            names = "--allow-origin",
            paramLabel = "O",
            description =
                    "Lets web pages of this origin connect, such as https://app.example.com; may be given several times. "
                            + "Without it no web page may.")
    private List<String> origins = new ArrayList<>();

    @Option(
            names = "--allow-host",
            paramLabel = "H",
            description =
                    "Serves clients that ask for this host name too when listening on loopback; may be given several times.")
    private List<String> hosts = new ArrayList<>();

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            description = "Connections at one time (1000); one more is answered with 503.")
    private @Nullable Integer maxConnections;

    /**
     * Sets what the options say.
     *
     * @throws IllegalArgumentException if an option can't be used; the message says why
     */
    void configure(StubServerBuilder builder) {
        for (String token : tokens) {
            // The token itself may have more of them, as base64 does.
            int equals = token.indexOf('=');
            if (equals < 1 || equals == token.length() - 1) {
                throw new IllegalArgumentException("--token must be NAME=T, both not empty");
            }
            builder.token(token.substring(0, equals), token.substring(equals + 1));
        }
        origins.forEach(builder::allowOrigin);
        hosts.forEach(builder::allowHost);
        if (maxConnections != null) {
            builder.limits(ServerLimits.builder().maxConnections(maxConnections).build());
        }
    }
}
