// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

@Timeout(30)
class CommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object command, String... arguments) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    /** A server started by its command, on a thread that an interrupt ends as a signal would. */
    private static final class Serving implements AutoCloseable {
        private final CompletableFuture<Integer> exit = new CompletableFuture<>();
        private final Thread thread;
        private final BufferedReader lines;
        private final StringWriter errors = new StringWriter();

        Serving(String... arguments) throws IOException {
            PipedWriter sink = new PipedWriter();
            lines = new BufferedReader(new PipedReader(sink));
            thread = Thread.ofPlatform()
                    .start(() -> exit.complete(new CommandLine(new ServeCommand())
                            .setOut(new PrintWriter(sink))
                            .setErr(new PrintWriter(errors))
                            .execute(arguments)));
        }

        String line() throws IOException {
            return lines.readLine();
        }

        int stop() {
            thread.interrupt();
            return exit.orTimeout(10, TimeUnit.SECONDS).join();
        }

        @Override
        public void close() {
            stop();
        }
    }

    @Test
    void serveSaysWhenItIsReadyAndEndsCleanly() throws Exception {
        try (Serving serving = new Serving(
                "--port", "0", "--admin-port", "0", "--ttl", "5m", "--buffer", "7", "--max-connections", "9")) {
            assertThat(serving.line()).matches("ready ws://127\\.0\\.0\\.1:[1-9]\\d*");
            String admin = serving.line();
            assertThat(admin).matches("admin http://127\\.0\\.0\\.1:[1-9]\\d*");
            URI adminUri = URI.create(admin.substring("admin ".length()));
            try (HttpClient http = HttpClient.newHttpClient()) {
                assertThat(http.send(
                                        HttpRequest.newBuilder(adminUri.resolve("/health"))
                                                .build(),
                                        HttpResponse.BodyHandlers.ofString())
                                .body())
                        .contains("\"status\":\"healthy\"");
            }
            assertThat(run(new FaultCommand(), adminUri.toString(), "drop", "n=3"))
                    .isZero();
            assertThat(out.toString()).isEqualToIgnoringNewLines("{\"kind\":\"drop\",\"affected\":3}");
            assertThat(run(
                            new FaultCommand(),
                            adminUri.toString(),
                            "cut",
                            "stream=00000000-0000-0000-0000-000000000001"))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("this server has no stream 00000000-0000-0000-0000-000000000001");
            assertThat(serving.stop()).isZero();
            assertThat(serving.errors.toString()).isEqualToNormalizingNewlines("""
                            draining: no new calls, streams and connections; 0 calls in flight have up to 10 s
                            closing 0 connections, 0 calls are unanswered
                            closed
                            """);
        }
    }

    @Test
    void serveTakesTokensFromAFile(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("tokens"), "# who may connect\n\nann=secret==\n bob=hush \n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try (Serving serving = new Serving("--port", "0", "--token-file", file.toString())) {
            URI uri = URI.create(serving.line().substring("ready ".length()));
            assertThat(status(uri, "secret==")).isEqualTo(101);
            assertThat(status(uri, "hush")).isEqualTo(101);
            assertThat(status(uri, "other")).isEqualTo(401);
            assertThat(serving.errors.toString())
                    .contains("warning: every user of this machine can read " + file + "; run chmod 600 " + file);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (Serving serving = new Serving("--port", "0", "--token-file", file.toString())) {
            serving.line();
            assertThat(serving.errors.toString()).doesNotContain("warning");
        }
    }

    private void serveRefuses(Path file, int exit, String message) {
        err.getBuffer().setLength(0);
        assertThat(run(new ServeCommand(), "--port", "0", "--token-file", file.toString()))
                .isEqualTo(exit);
        assertThat(err.toString().lines().findFirst()).hasValue(message);
    }

    @Test
    void serveSaysWhatIsWrongWithAFileOfTokens(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("tokens");
        Files.writeString(file, "ann=ok\nhush\n");
        serveRefuses(file, 2, "line 2 of " + file + " must be NAME=T, both not empty");
        for (String unsendable : new String[] {"bob=hu sh", "bob=gr\u00fcn", "bob=\u007f", "bob = hush"}) {
            Files.writeString(file, "ann=ok\n# bob\n\n" + unsendable + "\n");
            serveRefuses(
                    file,
                    2,
                    "line 4 of " + file + ": a token must consist of visible ASCII characters without spaces; "
                            + "no client could send this one");
        }
        Files.writeString(file, "ann=ok\nbob=ok\n");
        serveRefuses(
                file, 2, "line 2 of " + file + ": a token must name one principal but 'bob' and 'ann' have the same");
        Files.writeString(file, "# nothing\n");
        serveRefuses(
                file,
                1,
                "the token file " + file + " has no line NAME=T; without a token nobody could be told from others");
        Path none = directory.resolve("none");
        serveRefuses(none, 1, "the token file " + none + " can't be read: there is no such file");
        serveRefuses(
                directory,
                1,
                "the token file " + directory + " can't be read: expected a regular file but found a folder");
        Files.write(file, new byte[(1 << 20) + 1]);
        serveRefuses(
                file, 1, "the token file " + file + " can't be read: expected at most 1048576 bytes but found more");
    }

    /** Runs a server with this in the environment, and returns the answers to clients with these tokens. */
    private static List<Integer> answers(Map<String, String> environment, String... tokens) throws IOException {
        environment.forEach(System::setProperty);
        try (Serving serving = new Serving("--port", "0")) {
            URI uri = URI.create(serving.line().substring("ready ".length()));
            return Stream.of(tokens).map(token -> status(uri, token)).toList();
        } finally {
            environment.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    void serveTakesTokensFromTheEnvironment() throws Exception {
        assertThat(answers(Map.of("TREBUCHET_TOKEN", "ann=fromOutside"), "fromOutside", "other"))
                .containsExactly(101, 401);
        assertThat(answers(Map.of("TREBUCHET_TOKENS", " ann=a==  bob=b\n"), "a==", "b", "other"))
                .containsExactly(101, 101, 401);
        assertThat(answers(Map.of("TREBUCHET_TOKENS", "ann=a", "TREBUCHET_TOKEN", "ofAClient"), "a", "ofAClient"))
                .as("the token of client commands is left alone where serve has its own")
                .containsExactly(101, 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ofAClient", "b2ZBQ2xpZW50Cg=="})
    void serveSaysThatAClientsTokenInTheEnvironmentHasNoName(String token) {
        System.setProperty("TREBUCHET_TOKEN", token);
        try {
            assertThat(run(new ServeCommand(), "--port", "0")).isEqualTo(2);
            assertThat(err.toString())
                    .startsWith("TREBUCHET_TOKEN holds a token without a name, as client commands read it; serve needs "
                            + "NAME=T, and reads TREBUCHET_TOKENS first, so set that to NAME=T")
                    .doesNotContain(token);
        } finally {
            System.clearProperty("TREBUCHET_TOKEN");
        }
    }

    @Test
    void serveSaysThatPsShowsATokenAndThatThereAreOtherWays() {
        assertThat(run(new ServeCommand(), "--help")).isZero();
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains(
                        "see it in the output of ps: --token-file and the environment variable TREBUCHET_TOKENS (NAME=T, several "
                                + "separated by spaces; where it is not set, TREBUCHET_TOKEN with one NAME=T) hide it");
    }

    /** The status of the answer to an upgrade request with this token. */
    private static int status(URI uri, String token) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket = client.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .buildAsync(uri, new WebSocket.Listener() {})
                    .join();
            socket.abort();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void serveWarnsWhereTheProcessMayNotOpenSoManyConnections() throws Exception {
        try (Serving serving = new Serving("--port", "0", "--max-connections", "2000000000")) {
            assertThat(serving.line()).startsWith("ready ");
            assertThat(serving.errors.toString()).contains("but 2000000000 connections need about 2000000300;");
        }
    }

    @Test
    void serveSaysThatThePortIsTaken() throws Exception {
        try (Serving serving = new Serving("--port", "0")) {
            String port = serving.line().replaceFirst(".*:", "");
            assertThat(run(new ServeCommand(), "--port", port)).isEqualTo(1);
            assertThat(err.toString()).startsWith("could not listen on 127.0.0.1:" + port + ": ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port x|Invalid value for option '--port'",
                "--port 70000|port must be 0 to 65535 but was 70000",
                "--buffer -1|bufferSize must be at least 0 but was -1",
                "--ttl 5|expected a duration like 500ms, 300s, 5m or 2h but found '5'",
                "--token =x|--token must be NAME=T, both not empty",
                "--token ann|--token must be NAME=T, both not empty",
                "--token ann=gr\u00fcn|--token: a token must consist of visible ASCII characters without spaces",
                "--token ann=x --token bob=x|--token: a token must name one principal but 'bob' and 'ann' have the same",
                "--allow-origin https://a.example/page|an origin must be like https://app.example.com or",
                "--allow-origin null|an origin must be like https://app.example.com or",
                "--allow-host a.example:80|a host must be a name without a port",
                "--max-connections 0|maxConnections must be at least 1 but was 0",
                "--nonsense|Unknown option: '--nonsense'"
            })
    void serveExplainsWrongUsage(String arguments, String message) {
        assertThat(run(new ServeCommand(), arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void serveNeedsAKeyStoreThatItCanOpen() {
        assertThat(run(new ServeCommand(), "--port", "0", "--tls", "nowhere.p12"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("nowhere.p12");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://127.0.0.1:1 explode|unknown fault 'explode'",
                "http://127.0.0.1:1 drop x=1|unknown key 'x' for the fault drop",
                "http://127.0.0.1:1 drop n=x|n must be a whole number from 1 to 2147483647 but was 'x'",
                "ws://127.0.0.1:1 cut|ADMINURL must be like http://127.0.0.1:PORT",
                "http://127.0.0.1:1|expected a KIND or --scenario FILE",
                "http://127.0.0.1:1 cut --seed 1|--seed is for a --scenario",
                "http://127.0.0.1:1 cut --scenario x|either a KIND or --scenario but found both",
                "http://127.0.0.1:1 --scenario no-such-file|the scenario no-such-file can't be read"
            })
    void faultExplainsWrongUsage(String arguments, String message) {
        assertThat(run(new FaultCommand(), arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void faultPlaysAScenario(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("faults.json");
        Files.writeString(file, """
                {"seed": 3, "repeat": 2, "steps": [{"after": "1..5", "kind": "drop", "n": "1..9"}, {"kind": "cut"}]}
                """);
        try (Serving serving = new Serving("--port", "0", "--admin-port", "0")) {
            serving.line();
            String admin = serving.line().replaceFirst("admin ", "");
            assertThat(run(new FaultCommand(), admin, "--scenario", file.toString(), "--seed", "7"))
                    .isZero();
            String first = out.toString();
            assertThat(first.lines()).hasSize(4);
            assertThat(first.lines().toList().get(1)).isEqualTo("{\"kind\":\"cut\",\"affected\":0}");

            out.getBuffer().setLength(0);
            assertThat(run(new FaultCommand(), admin, "--scenario", file.toString(), "--seed", "7"))
                    .isZero();
            assertThat(out.toString()).isEqualTo(first);
        }
    }

    @Test
    void faultReadsNoScenarioWithoutEnd(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("faults.json");
        Files.write(file, new byte[(16 << 20) + 1]);
        assertThat(run(new FaultCommand(), "http://127.0.0.1:1", "--scenario", file.toString()))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("faults.json can't be read: expected at most 16777216 bytes but found more");
    }

    @Test
    void filesThatNeverEndOrAnswerAreNotRead(@TempDir Path folder) throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/zero"));
        for (Path each : List.of(pipe, link)) {
            String why = each + " can't be read: expected a regular file but found a pipe or a device";
            serveRefuses(each, 1, "the token file " + why + "; copy what it gives to a file");
            err.getBuffer().setLength(0);
            assertThat(run(new FaultCommand(), "http://127.0.0.1:1", "--scenario", each.toString()))
                    .isEqualTo(2);
            assertThat(err.toString()).contains("the scenario " + why);
        }
        Path token = Files.writeString(folder.resolve("token"), "ann=hush\n");
        Path linked = Files.createSymbolicLink(folder.resolve("linked"), token);
        try (Serving serving = new Serving("--port", "0", "--token-file", linked.toString())) {
            assertThat(status(URI.create(serving.line().substring("ready ".length())), "hush"))
                    .isEqualTo(101);
        }
    }

    @Test
    void faultSaysThatNobodyAnswers() {
        assertThat(run(new FaultCommand(), "http://127.0.0.1:1", "cut")).isEqualTo(1);
        assertThat(err.toString()).contains("could not reach the admin port http://127.0.0.1:1", "--admin-port");
    }

    @Test
    void helpNamesThePasswordAndTheKinds() {
        assertThat(run(new ServeCommand(), "--help")).isZero();
        assertThat(run(new FaultCommand(), "--help")).isZero();
        assertThat(out.toString()).contains("TREBUCHET_KEYSTORE_PASSWORD", "cut [ms=TIME]", "drop [n=COUNT]");
    }

    @Test
    void readsDurations() {
        DurationConverter converter = new DurationConverter();
        assertThat(converter.convert("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(converter.convert("300s")).isEqualTo(Duration.ofMinutes(5));
        assertThat(converter.convert("5m")).isEqualTo(Duration.ofMinutes(5));
        assertThat(converter.convert("2h")).isEqualTo(Duration.ofHours(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-5s", "5 s", "1.5s", "5d", "99999999999999s"})
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> new DurationConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
