// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.server.cli.ServeCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

/** The command {@code serve} in processes of its own, with clients that see what a user sees. */
@ExtendWith(LocalDynamoExtension.class)
class ServeNodesTest {
    private final List<Process> nodes = new ArrayList<>();
    private final LocalDynamo.Tables tables;

    ServeNodesTest(LocalDynamo.Tables tables) {
        this.tables = tables;
    }

    /** A node's process. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ServeCommand()).execute(arguments));
    }

    /** The state of the actor {@code counter}. */
    record Count(long count) {}

    private URI start() throws IOException {
        Path log = Path.of("target", "serve-" + tables.name + "-" + nodes.size() + ".log");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Daws.accessKeyId=local",
                        "-Daws.secretAccessKey=local",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ServeNodesTest.class.getName(),
                        "--port",
                        "0",
                        "--create-schema",
                        "--store",
                        tables.address(),
                        "--store-option",
                        "endpoint=" + tables.endpoint(),
                        "--store-option",
                        "reader-term=2s"))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        nodes.add(process);
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null || !line.startsWith("ready ")) {
            throw new AssertionError("expected 'ready …' but was '" + line + "'; " + Files.readString(log));
        }
        return URI.create(line.substring("ready ".length()));
    }

    @AfterEach
    void end() {
        for (Process node : nodes) {
            node.destroyForcibly();
            node.onExit().join();
        }
    }

    @Test
    void nodesShareAnActorAndGoOnWhenTheReaderIsKilled() throws IOException {
        URI first = start();
        URI second = start();
        List<Long> shown = new CopyOnWriteArrayList<>();
        try (TrebuchetClient caller = TrebuchetClient.builder(first).build();
                TrebuchetClient watcher = TrebuchetClient.builder(second).build()) {
            ActorStream<Count> stream = watcher.actor("counter").observe("observeState", Count.class);
            stream.listen(event -> {
                if (event instanceof StreamEvent.Update<Count> update) {
                    shown.add(update.value().count());
                }
            });
            await().until(() -> shown.equals(List.of(0L)));

            for (long i = 1; i <= 20; i++) {
                caller.actor("counter").call("increment", Long.class).join();
            }
            await().until(() -> shown.getLast() == 20);
            tables.edit("counter", "{\"count\":100}");
            await().atMost(Duration.ofSeconds(1)).until(() -> shown.getLast() == 100);

            // The first one reads the stream.
            nodes.getFirst().destroyForcibly();
            nodes.getFirst().onExit().join();
            tables.edit("counter", "{\"count\":200}");
            await().atMost(Duration.ofSeconds(4)).until(() -> shown.getLast() == 200);
            watcher.actor("counter").call("increment", Long.class).join();
            await().until(() -> shown.getLast() == 201);
        }
        assertThat(shown).isSorted().doesNotHaveDuplicates().contains(20L, 100L, 200L, 201L);
    }
}
