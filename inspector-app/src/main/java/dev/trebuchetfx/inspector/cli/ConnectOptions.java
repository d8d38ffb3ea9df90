// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.checkpoint.CheckpointStore;
import dev.trebuchetfx.client.checkpoint.InMemoryCheckpointStore;
import dev.trebuchetfx.inspector.act.ExactJson;
import java.net.URI;
import picocli.CommandLine.Mixin;

/** The options with which commands connect. */
final class ConnectOptions {
    @Mixin
    private TokenOptions tokens = new TokenOptions();

    TrebuchetClient connect(URI url) {
        return connect(url, new InMemoryCheckpointStore());
    }

    TrebuchetClient connect(URI url, CheckpointStore checkpoints) {
        return builder(url).checkpoints(checkpoints).build();
    }

    TrebuchetClient.Builder builder(URI url) {
        String token = tokens.token();
        return TrebuchetClient.builder(url).mapper(ExactJson.mapper()).token(() -> token);
    }
}
