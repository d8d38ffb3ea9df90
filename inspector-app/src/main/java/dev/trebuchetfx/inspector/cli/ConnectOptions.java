// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.checkpoint.CheckpointStore;
import dev.trebuchetfx.client.checkpoint.InMemoryCheckpointStore;
import dev.trebuchetfx.client.option.LineOptions;
import dev.trebuchetfx.inspector.act.ExactJson;
import java.net.URI;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options with which commands connect. */
final class ConnectOptions {
    @Mixin
    private TokenOptions tokens = new TokenOptions();

    @Option(
            names = "--gateway",
            description =
                    "speak as Amazon API Gateway asks from the first message on: text in frames of 32 kB, and a new connection before two hours"
                            + " are over; without it, the client learns this when a gateway refuses its first message")
    private boolean gateway;

    TrebuchetClient connect(List<URI> urls) {
        return connect(urls, new InMemoryCheckpointStore());
    }

    TrebuchetClient connect(List<URI> urls, CheckpointStore checkpoints) {
        return builder(urls).checkpoints(checkpoints).build();
    }

    TrebuchetClient.Builder builder(List<URI> urls) {
        String token = tokens.token();
        return TrebuchetClient.builder(urls)
                .mapper(ExactJson.mapper())
                .line(gateway ? LineOptions.GATEWAY : LineOptions.DEFAULT)
                .token(() -> token);
    }
}
