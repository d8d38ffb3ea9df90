// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.bindings.testing.FxTesting;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.inspector.act.ExactJson;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.actor.StreamedState;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
        FxTesting.start();
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
                // The connection and the stream report on threads of their own.
                .contains("connection")
                .containsSubsequence("started", "state", "state")
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

    /** A title that another client has given: an escape sequence, one of a single character, and an override of the direction. */
    @Test
    void whatAPeerSentCanNotCommandTheTerminal() {
        String bad = "\u001b[2J \u009b2J \u202etxt.exe";
        String json = JsonMapper.shared().writeValueAsString(bad);
        assertThat(run(new CallCommand(), url(), "todos", "addTodo", json)).isZero();
        assertThat(run(new TailCommand(), url(), "todos", "--count", "1")).isZero();
        assertThat(run(new CallCommand(), url(), "todos\u202e", "addTodo\u001b[2J", json))
                .isEqualTo(1);
        assertThat(out + " " + err).contains("\\u009b2J \\u202etxt.exe").doesNotContain("\u001b", "\u009b", "\u202e");
        out.getBuffer().setLength(0);
        assertThat(run(new TailCommand(), url(), "todos", "--count", "1", "--json"))
                .isZero();
        assertThat(lines().getLast()
                        .path("value")
                        .path("todos")
                        .path(0)
                        .path("title")
                        .asString())
                .isEqualTo(bad);
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
                .as("what was asked for did not happen")
                .isEqualTo(1);
        assertThat(err.toString()).contains("no stream began").contains("Connection refused");
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
        assertThat(err.toString()).contains("Actor not found: nobody");
    }

    @Test
    void tailTellsAFailureOnceToPeople() {
        assertThat(run(new TailCommand(), url(), "nobody", "--for", "5s")).isEqualTo(1);
        assertThat(out.toString()).doesNotContain("Actor not found");
        assertThat(err.toString().lines().filter(line -> line.contains("Actor not found: nobody")))
                .hasSize(1);
    }

    @Test
    void tailFailsWhereTooFewStatesCame() {
        assertThat(run(new TailCommand(), url(), "todos", "--count", "2", "--for", "300ms"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("expected 2 states but 1 came");
    }

    /** Without a limit of their own, which would hide that they go on for ever. */
    @Test
    void commandsEndAtOnceWhereTheyAreRefusedForGood(@TempDir Path folder) throws IOException {
        try (StubServer guarded =
                StubServer.builder().bundledActors().token("ann", "secret").start()) {
            String uri = guarded.uri().toString();
            assertThat(run(new TailCommand(), uri, "todos")).isEqualTo(1);
            assertThat(err.toString()).contains("401");
            err.getBuffer().setLength(0);
            assertThat(run(
                            new RecordCommand(),
                            uri,
                            "todos",
                            "--out",
                            folder.resolve("x.tfx").toString()))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("401");
            assertThat(run(new CallCommand(), uri, "todos", "pendingCount")).isEqualTo(1);
            assertThat(run(new TailCommand(), uri, "todos", "--json")).isEqualTo(1);
            assertThat(err.toString().lines()).hasSize(3).allSatisfy(line -> assertThat(line)
                    .contains("; give a valid token by --token, --token-file or the environment variable "
                            + "TREBUCHET_TOKEN, without a name before it"));
            assertThat(out + err.toString())
                    .as("advice for those who write applications")
                    .doesNotContain("reconnectNow");
            assertThat(run(new TailCommand(), uri, "todos", "--token", "secret", "--count", "1"))
                    .as(err.toString())
                    .isZero();
        }
    }

    @Test
    void aTokenComesFromAFileOrTheEnvironmentToo(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "# mine\n\n secret \nanother\n");
        try (StubServer guarded =
                StubServer.builder().bundledActors().token("ann", "secret").start()) {
            String uri = guarded.uri().toString();
            assertThat(run(new CallCommand(), uri, "todos", "pendingCount", "--token-file", file.toString()))
                    .as(err.toString())
                    .isZero();
            System.setProperty("TREBUCHET_TOKEN", "secret");
            try {
                assertThat(run(new TailCommand(), uri, "todos", "--count", "1"))
                        .as(err.toString())
                        .isZero();
                assertThat(run(new CallCommand(), uri, "todos", "pendingCount", "--token", "wrong"))
                        .as("what the command line says comes first")
                        .isEqualTo(1);
            } finally {
                System.clearProperty("TREBUCHET_TOKEN");
            }
            err.getBuffer().setLength(0);
            assertThat(run(
                            new CallCommand(),
                            uri,
                            "todos",
                            "pendingCount",
                            "--token",
                            "secret",
                            "--token-file",
                            file.toString()))
                    .isEqualTo(2);
            assertThat(err.toString()).contains("expected either --token or --token-file but found both");
            Files.writeString(file, "# nothing\n");
            assertThat(run(new CallCommand(), uri, "todos", "pendingCount", "--token-file", file.toString()))
                    .isEqualTo(2);
            assertThat(err.toString()).contains("has no token");
            err.getBuffer().setLength(0);
            Path none = folder.resolve("none");
            assertThat(run(new CallCommand(), uri, "todos", "pendingCount", "--token-file", none.toString()))
                    .isEqualTo(2);
            assertThat(err.toString())
                    .startsWith("the token file " + none + " can't be read: there is no file " + none);
        }
    }

    @Test
    void aTokenFileThatEverybodyCanReadIsWarnedOf(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(run(new CallCommand(), url(), "todos", "pendingCount", "--token-file", file.toString()))
                .isZero();
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "warning: every user of this machine can read " + file + "; run chmod 600 " + file);
        err.getBuffer().setLength(0);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(run(new CallCommand(), url(), "todos", "pendingCount", "--token-file", file.toString()))
                .isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void recordFailsWhereNobodyIsThere(@TempDir Path folder) {
        String gone = url();
        server.close();
        assertThat(run(
                        new RecordCommand(),
                        gone,
                        "todos",
                        "--for",
                        "500ms",
                        "--out",
                        folder.resolve("x.tfx").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("no stream began").contains("Connection refused");
    }

    @Test
    void recordOfAProxyFailsWhereNoClientCame(@TempDir Path folder) {
        assertThat(run(
                        new RecordCommand(),
                        "--proxy",
                        "0=" + url(),
                        "--for",
                        "300ms",
                        "--out",
                        folder.resolve("x.tfx").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("no client came");
    }

    @Test
    void recordAndSnapshotLeaveNoStreamBehind(@TempDir Path folder) {
        assertThat(run(
                        new RecordCommand(),
                        url(),
                        "todos",
                        "--for",
                        "500ms",
                        "--out",
                        folder.resolve("x.tfx").toString()))
                .as(err.toString())
                .isZero();
        await().untilAsserted(() -> assertThat(server.streams()).isEmpty());
        assertThat(run(
                        new InspectCommand(),
                        url(),
                        "--actor",
                        "todos",
                        "--snapshot",
                        folder.resolve("x.png").toString()))
                .as(err.toString())
                .isZero();
        await().untilAsserted(() -> assertThat(server.streams()).isEmpty());
    }

    @Test
    void tailEndsWhereNobodyReadsAnyMore() {
        var reader = new OutputStream() {
            private int left = 200;

            @Override
            public void write(int b) throws IOException {
                if (left-- <= 0) {
                    throw new IOException("Broken pipe");
                }
            }
        };
        assertThat(new CommandLine(new TailCommand())
                        .setOut(new PrintWriter(reader, true, StandardCharsets.UTF_8))
                        .setErr(new PrintWriter(err, true))
                        .execute(url(), "ticker"))
                .as(err.toString())
                .isZero();
    }

    /** Gives back what it is given, with nothing rounded. */
    @SuppressWarnings("DoNotCallSuggester")
    public static final class Echo {
        private final StreamedState<BigDecimal> number = new StreamedState<>(new BigDecimal("0.1234567890123456789"));

        public BigDecimal number(BigDecimal given) {
            number.set(given);
            return given;
        }

        public String text(String given) {
            return given;
        }

        public StreamedState<BigDecimal> observeNumber() {
            return number;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1234567890123456789",
                "1E+400",
                "1.50",
                "123456789012345678901234567890",
                "-0.00000000000000000000000000001"
            })
    void numbersGoThroughUnchanged(String number) {
        server.expose("echo", new Echo());
        assertThat(run(new CallCommand(), url(), "echo", "number", number))
                .as(err.toString())
                .isZero();
        assertThat(new BigDecimal(out.toString().strip())).isEqualTo(new BigDecimal(number));
        for (String delta : List.of("", "--delta")) {
            out.getBuffer().setLength(0);
            List<String> tail = new ArrayList<>(List.of(url(), "echo", "observeNumber", "--count", "1", "--json"));
            tail.addAll(delta.isEmpty() ? List.of() : List.of(delta));
            assertThat(run(new TailCommand(), tail.toArray(String[]::new))).isZero();
            assertThat(out.toString()).contains("\"value\":" + new BigDecimal(number) + "}");
        }
    }

    @Test
    void argumentsGoOutAsTheyWereTyped() {
        assertThat(new String(
                        ExactJson.mapper().writeValueAsBytes(ExactJson.argument("{\"a\" : 1e400}")),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"a\" : 1e400}");
        assertThatThrownBy(() -> ExactJson.argument("1 2")).hasMessageContaining("expected a JSON value");
        assertThatThrownBy(() -> ExactJson.argument("")).hasMessageContaining("expected a JSON value");
    }

    @Test
    void halfOfAPairGoesThroughUnchanged() {
        server.expose("echo", new Echo());
        assertThat(run(new CallCommand(), url(), "echo", "text", "\"a\\ud800b\""))
                .as(err.toString())
                .isZero();
        assertThat(out.toString().strip()).isEqualTo("\"a\\ud800b\"");
    }

    @Test
    void callRefusesWhatStreams() {
        assertThat(run(new CallCommand(), url(), "todos", "observeState")).isEqualTo(2);
        assertThat(err.toString()).contains("use tail for streams");
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

    /** An address at which nobody answers comes first or second, as the client draws. */
    @Test
    void severalAddressesStandInForEachOther() throws IOException {
        String several;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            several = "ws://127.0.0.1:" + gone.getLocalPort() + "," + url();
        }
        for (int time = 0; time < 4; time++) {
            assertThat(run(new CallCommand(), several, "counter", "increment"))
                    .as(err.toString())
                    .isZero();
        }
        assertThat(out.toString().lines()).containsExactly("1", "2", "3", "4");
        out.getBuffer().setLength(0);
        assertThat(run(new TailCommand(), several, "counter", "observeState", "--json", "--count", "1"))
                .as(err.toString())
                .isZero();
        assertThat(states())
                .singleElement()
                .satisfies(line -> assertThat(line.at("/value/count").asLong()).isEqualTo(4));
    }

    @Test
    void tailGoesOnAtAnotherAddressWhenItsServerEnds() throws IOException {
        try (StubServer other = StubServer.builder().bundledActors().start()) {
            CompletableFuture<Void> ended = CompletableFuture.runAsync(() -> {
                await().until(() -> out.toString().contains("\"event\":\"state\""));
                StubServer first = server.connectionCount() == 1 ? server : other;
                StubServer second = first == server ? other : server;
                try (TrebuchetClient elsewhere =
                        TrebuchetClient.connect(second.uri().toString())) {
                    elsewhere
                            .actor("counter")
                            .call("increment", Long.class, CallOptions.WHEN_CONNECTED)
                            .join();
                }
                first.close();
            });
            assertThat(run(new TailCommand(), url() + "," + other.uri(), "counter", "--json", "--count", "2"))
                    .as(err.toString())
                    .isZero();
            ended.join();
        }
        assertThat(out.toString().lines().filter(line -> line.contains("\"event\":\"state\"")))
                .extracting(line ->
                        JsonMapper.shared().readTree(line).at("/value/count").asLong())
                .containsExactly(0L, 1L);
    }

    @Test
    void aCommaWithinAnAddressIsItsOwn() {
        String commas = url() + "/a,b?c=d,e," + url() + "/f";
        assertThat(run(new CallCommand(), commas, "counter", "increment"))
                .as(err.toString())
                .isZero();
        assertThat(run(new TailCommand(), url() + ",http://h", "counter")).isEqualTo(2);
        assertThat(err.toString()).contains("it must begin with ws:// or wss://");
        assertThat(run(new TailCommand(), url() + ",127.0.0.1:1", "counter")).isEqualTo(2);
        assertThat(run(new TailCommand(), url() + ",", "counter")).isEqualTo(2);
    }

    @Test
    void wrongUsageIsTwo() {
        assertThat(run(new TailCommand(), "http://h", "todos")).isEqualTo(2);
        assertThat(err.toString()).contains("it must begin with ws:// or wss://");
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
        assertThat(first.path("sequence")).as("what was printed last").isEqualTo(before.path("sequence"));
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
    void inspectDrawsAPictureWhenTheFirstStateHasCome(@TempDir Path folder) throws IOException {
        Path picture = folder.resolve("inspector.png");
        assertThat(run(new InspectCommand(), url(), "--actor", "todos", "--snapshot", picture.toString()))
                .as(err.toString())
                .isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(picture)))
                .as("it shows what a capture holds")
                .isEqualTo("rw-------");
        assertThat(picture).isNotEmptyFile();
        assertThat(out.toString().strip()).isEqualTo(picture.toString());
    }
}
