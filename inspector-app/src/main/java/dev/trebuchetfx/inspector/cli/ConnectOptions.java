// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.checkpoint.CheckpointStore;
import dev.trebuchetfx.client.checkpoint.InMemoryCheckpointStore;
import dev.trebuchetfx.inspector.act.ExactJson;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options with which commands connect. */
final class ConnectOptions {
    @Option(names = "--token", paramLabel = "T", description = "sent as Authorization: Bearer T")
    @Nullable
    String token;

    TrebuchetClient connect(URI url) {
        return connect(url, new InMemoryCheckpointStore());
    }

    TrebuchetClient connect(URI url, CheckpointStore checkpoints) {
        return builder(url).checkpoints(checkpoints).build();
    }

    TrebuchetClient.Builder builder(URI url) {
        return TrebuchetClient.builder(url).mapper(ExactJson.mapper()).token(() -> token);
    }
}
