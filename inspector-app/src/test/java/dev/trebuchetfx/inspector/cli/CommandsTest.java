// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.bindings.FxToolkitExtension;
import dev.trebuchetfx.server.StubServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands against a server on a real socket. */
class CommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private StubServer server;

    @BeforeAll
    static void startFx() {
        FxToolkitExtension.start();
    }

    @BeforeEach
    void start() throws IOException {
        server = StubServer.builder().bundledActors().start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int run(Object command, String... arguments) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private String url() {
        return server.uri().toString();
    }

    private List<JsonNode> lines() {
        return out.toString().lines().map(JsonMapper.shared()::readTree).toList();
    }

    @Test
    void tailPrintsStatesUntilThereAreEnough() {
        assertThat(run(new TailCommand(), url(), "ticker", "--count", "2", "--json"))
                .as(err.toString())
                .isZero();
        assertThat(lines())
                .extracting(line -> line.path("event").asString())
                .containsSubsequence("connection", "connection", "started", "state", "state")
                .endsWith("state");
        assertThat(lines())
                .filteredOn(line -> "state".equals(line.path("event").asString()))
                .extracting(line -> line.path("sequence").asLong())
                .containsExactly(1L, 2L);
    }

    @Test
    void tailShowsOnlyWhatMatches() {
        assertThat(run(
                        new TailCommand(),
                        url(),
                        "ticker",
                        "--where",
                        "seq:2..3 || type:connected",
                        "--count",
                        "2",
                        "--json"))
                .as(err.toString())
                .isZero();
        assertThat(lines())
                .extracting(line -> line.path("event").asString())
                .containsExactly("connection", "state", "state");
        assertThat(lines()).extracting(line -> line.path("sequence").asLong()).containsExactly(0L, 2L, 3L);
    }

    @Test
    void tailSaysWhereAFilterIsWrong() {
        assertThat(run(new TailCommand(), url(), "ticker", "--where", "is:gap stream:"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("expected a value but found the end at column 15")
                .contains("is:gap stream:" + System.lineSeparator() + "              ^");
    }

    @Test
    void tailEndsAfterItsTime() {
        assertThat(run(new TailCommand(), url(), "todos", "--for", "300ms")).isZero();
        assertThat(out.toString()).contains("connected").contains("started").contains("full");
    }

    @Test
    void tailGoesOnTryingWithoutAServer() {
        String gone = url();
        server.close();
        assertThat(run(new TailCommand(), gone, "todos", "--for", "1s", "--json"))
                .isZero();
        assertThat(lines()).extracting(line -> line.path("event").asString()).containsOnly("connection", "stale");
        assertThat(lines())
                .anyMatch(line -> "reconnecting".equals(line.path("state").asString())
                        && line.path("attempt").asInt() >= 1
                        && !line.path("cause").asString().isEmpty());
    }

    @Test
    void tailFailsForAnActorThatIsNotThere() {
        assertThat(run(new TailCommand(), url(), "nobody", "--json", "--for", "5s"))
                .isEqualTo(1);
        assertThat(lines().getLast().path("event").asString()).isEqualTo("error");
    }

    @Test
    void callPrintsTheResult() {
        assertThat(run(new CallCommand(), url(), "todos", "addTodo", "\"Oil the winch\""))
                .as(err.toString())
                .isZero();
        assertThat(lines()).hasSize(1);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void callFailsInWordsOnTheErrorStream() {
        assertThat(run(new CallCommand(), url(), "todos", "noSuchMethod")).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("noSuchMethod");
    }

    @Test
    void wrongUsageIsTwo() {
        assertThat(run(new TailCommand(), "http://h", "todos")).isEqualTo(2);
        assertThat(err.toString()).contains("expected ws://HOST:PORT or wss://HOST:PORT but found 'http://h'");
        assertThat(run(new TailCommand(), url(), "todos", "addTodo")).isEqualTo(2);
        assertThat(run(new TailCommand(), url(), "todos", "--checkpoint", ".")).isEqualTo(2);
        assertThat(run(new TailCommand(), url(), "todos", "--for", "soon")).isEqualTo(2);
        assertThat(run(new TailCommand(), url(), "todos", "--filter", "crosses"))
                .isEqualTo(2);
        assertThat(run(new CallCommand(), url(), "todos", "addTodo", "Oil the winch"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("a text needs quotes of its own");
        assertThat(run(new InspectCommand())).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void tailWithACheckpointGoesOnWhereTheRunBeforeStopped(@TempDir Path folder) {
        String[] tail = {
            url(), "ticker", "--json", "--checkpoint", folder.resolve("tail").toString(), "--count", "3"
        };
        assertThat(run(new TailCommand(), tail)).as(err.toString()).isZero();
        JsonNode before = lines().getLast();
        out.getBuffer().setLength(0);

        assertThat(run(new TailCommand(), tail)).as(err.toString()).isZero();
        JsonNode first = states().getFirst();
        assertThat(first.path("kind").asString()).isEqualTo("replay");
        assertThat(first.path("streamID")).isEqualTo(before.path("streamID"));
        assertThat(first.path("sequence").asLong())
                .as("what was printed last, or at most one before it")
                .isBetween(
                        before.path("sequence").asLong() - 1,
                        before.path("sequence").asLong());
        assertThat(states())
                .extracting(line -> line.path("sequence").asLong())
                .containsExactly(
                        first.path("sequence").asLong(),
                        first.path("sequence").asLong() + 1,
                        first.path("sequence").asLong() + 2);
        assertThat(lines())
                .filteredOn(line -> "resume".equals(line.path("event").asString()))
                .singleElement()
                .matches(line -> !"restarted".equals(line.path("outcome").asString()));
    }

    private List<JsonNode> states() {
        return lines().stream()
                .filter(line -> "state".equals(line.path("event").asString()))
                .toList();
    }

    @Test
    void tailAsksTheServerToFilter() {
        assertThat(run(
                        new TailCommand(),
                        url(),
                        "todos",
                        "--filter",
                        "threshold:field=pendingCount,gte=1000",
                        "--for",
                        "400ms",
                        "--json"))
                .isZero();
        assertThat(lines()).noneMatch(line -> "state".equals(line.path("event").asString()));
    }

    @Test
    void inspectDrawsAPictureWhenTheFirstStateHasCome(@TempDir Path folder) {
        Path picture = folder.resolve("inspector.png");
        assertThat(run(new InspectCommand(), url(), "--actor", "todos", "--snapshot", picture.toString()))
                .as(err.toString())
                .isZero();
        assertThat(picture).isNotEmptyFile();
        assertThat(out.toString().strip()).isEqualTo(picture.toString());
    }
}
