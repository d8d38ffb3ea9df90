// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.server.StubServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tail --checkpoint}, killed as by {@code kill -9} and started again. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledTailTest {

    /** The command in a process of its own. */
    static final class Tail {
        private final Process process;
        private final BufferedReader out;
        private final List<JsonNode> lines = new ArrayList<>();

        Tail(String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    Tail.class.getName()));
            command.addAll(List.of(arguments));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            out = process.inputReader(StandardCharsets.UTF_8);
        }

        /** The process itself. */
        public static void main(String[] arguments) {
            new CommandLine(new TailCommand()).execute(arguments);
        }

        void readUntil(Predicate<JsonNode> wanted) throws IOException {
            do {
                String line = out.readLine();
                assertThat(line)
                        .as("the end of what %s printed: %s", process, lines)
                        .isNotNull();
                lines.add(JsonMapper.shared().readTree(line));
            } while (!wanted.test(lines.getLast()));
        }

        void kill() throws IOException, InterruptedException {
            // Not by the process itself: that would close its output too.
            process.toHandle().destroyForcibly();
            process.waitFor();
            out.lines().map(JsonMapper.shared()::readTree).forEach(lines::add);
        }

        List<JsonNode> all(String event) {
            return lines.stream().filter(line -> is(line, event)).toList();
        }

        List<Long> sequences() {
            return all("state").stream()
                    .map(line -> line.path("sequence").asLong())
                    .toList();
        }
    }

    private static boolean is(JsonNode line, String event) {
        return event.equals(line.path("event").asString());
    }

    private static boolean isState(JsonNode line, long count) {
        return is(line, "state") && line.path("value").path("count").asLong() == count;
    }

    private static void increment(TrebuchetClient elsewhere, int times) {
        for (int i = 0; i < times; i++) {
            elsewhere
                    .actor("counter")
                    .call("increment", Long.class, CallOptions.WHEN_CONNECTED)
                    .join();
        }
    }

    @Test
    void resumesAndLosesNothing(@TempDir Path folder) throws Exception {
        try (StubServer server = StubServer.builder().bundledActors().start();
                TrebuchetClient elsewhere = TrebuchetClient.connect(server.uri().toString())) {
            String[] arguments = {
                server.uri().toString(),
                "counter",
                "--json",
                "--checkpoint",
                folder.resolve("tail").toString()
            };
            Tail first = new Tail(arguments);
            try {
                first.readUntil(line -> isState(line, 0));
                increment(elsewhere, 20);
                first.readUntil(line -> isState(line, 20));
            } finally {
                first.kill();
            }
            increment(elsewhere, 10);

            Tail second = new Tail(arguments);
            try {
                second.readUntil(line -> isState(line, 30));
            } finally {
                second.kill();
            }

            assertThat(second.all("resume")).singleElement().satisfies(line -> assertThat(
                            line.path("outcome").asString())
                    .isEqualTo("replayed"));
            assertThat(second.all("gap")).isEmpty();
            List<Long> shown = second.sequences();
            assertThat(shown.getFirst())
                    .as("it begins with a state that was shown")
                    .isLessThanOrEqualTo(first.sequences().getLast());
            for (int i = 0; i < shown.size(); i++) {
                assertThat(shown.get(i)).as("no hole").isEqualTo(shown.getFirst() + i);
            }
            assertThat(second.all("state"))
                    .as("all of it was missed or repeated")
                    .allMatch(line -> "replay".equals(line.path("kind").asString()));
            assertThat(shown.getLast()).isEqualTo(31);
        }
    }
}
