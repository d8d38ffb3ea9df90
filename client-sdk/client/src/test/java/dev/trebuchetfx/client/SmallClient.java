// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * A process with a small heap whose servers, one for each argument, send what does not fit on their first connections. Prints for each why
 * the connection ended, and the state that the next one brought.
 */
final class SmallClient {
    private SmallClient() {}

    public static void main(String[] servers) throws InterruptedException {
        for (String server : servers) {
            System.out.println(attacked(URI.create(server)));
        }
    }

    private static String attacked(URI server) throws InterruptedException {
        BlockingQueue<String> causes = new LinkedBlockingQueue<>();
        BlockingQueue<Integer> states = new LinkedBlockingQueue<>();
        try (TrebuchetClient client = TrebuchetClient.builder(server)
                .backoff(BackoffPolicy.builder()
                        .between(Duration.ofMillis(10), Duration.ofMillis(100))
                        .build())
                .tap(event -> {
                    if (event instanceof TapEvent.ConnectionChanged changed
                            && changed.state() instanceof ConnectionState.Reconnecting again) {
                        causes.add(again.cause());
                    }
                })
                .build()) {
            client.actor("todos")
                    .observe(
                            "observeState",
                            JsonNode.class,
                            StreamOptions.builder().deltas(Deltas.AUTOMATIC).build())
                    .listen(event -> {
                        if (event instanceof StreamEvent.Update<JsonNode> update
                                && update.value().isInt()) {
                            states.add(update.value().intValue());
                        }
                    });
            return causes.poll(1, TimeUnit.MINUTES) + "; then " + states.poll(1, TimeUnit.MINUTES);
        }
    }
}
