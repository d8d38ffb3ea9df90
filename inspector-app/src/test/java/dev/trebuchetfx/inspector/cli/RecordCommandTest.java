// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.trebuchetfx.bindings.testing.FxTesting;
import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.inspector.capture.CapturedEvent;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.format.CaptureFormat;
import dev.trebuchetfx.inspector.format.CaptureImport;
import dev.trebuchetfx.server.StubServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Recording a server on a real socket, and opening what was recorded. */
@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class RecordCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

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

    private Path recorded(String name, String... more) {
        Path file = folder.resolve(name);
        List<String> arguments = new ArrayList<>(List.of(
                server.uri() + "?access=hush", "ticker", "--token", "hush", "--out", file.toString(), "--for", "1s"));
        arguments.addAll(List.of(more));
        assertThat(run(new RecordCommand(), arguments.toArray(String[]::new)))
                .as(err.toString())
                .isZero();
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ticker.tfx", "ticker.ndjson", "ticker.har"})
    void everythingThatHappensIsInTheFileButNoSecret(String name) throws IOException {
        Path file = recorded(name);
        List<CapturedEvent> events = new ArrayList<>();
        CaptureImport found = CaptureFormat.of(file).read(file, events::add);
        assertThat(found.notes()).isEmpty();
        assertThat(found.note().redaction()).contains("URL queries");
        assertThat(events)
                .extracting(CapturedEvent::kind)
                .containsSubsequence(
                        EventKind.CONNECTION,
                        EventKind.INVOCATION,
                        EventKind.STREAM_START,
                        EventKind.STREAM_DATA,
                        EventKind.UPDATE_ACCEPTED);
        assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("hush");
        assertThat(out.toString()).contains(file + ": ").contains(" events, ");
    }

    @Test
    void onlyWhatMatchesIsWrittenAndTheFileSaysSo() throws IOException {
        Path file = recorded("some.tfx", "--where", "type=streamData -seq:2");
        List<CapturedEvent> events = new ArrayList<>();
        CaptureImport found = CaptureFormat.OWN.read(file, events::add);
        assertThat(found.note().isFiltered()).isTrue();
        assertThat(events)
                .isNotEmpty()
                .allMatch(event -> event.kind() == EventKind.STREAM_DATA && event.sequence() != 2);
        assertThat(run(new ReportCommand(), file.toString(), "--check")).isZero();
        assertThat(out.toString()).contains("nothing lost");
    }

    @Test
    void aProxyRecordsWhatPassesBetweenAClientAndAServer() throws Exception {
        Path file = folder.resolve("proxied.tfx");
        CompletableFuture<Integer> ended = CompletableFuture.supplyAsync(() ->
                run(new RecordCommand(), "--proxy", "0=" + server.uri(), "--out", file.toString(), "--for", "5s"));
        await().until(() -> out.toString().contains("admin "));
        String address = out.toString().lines().findFirst().orElseThrow().replaceFirst("proxy ", "");
        String admin = out.toString().lines().skip(1).findFirst().orElseThrow().replaceFirst("admin ", "");
        AtomicInteger updates = new AtomicInteger();
        try (TrebuchetClient client = TrebuchetClient.connect(address);
                HttpClient http = HttpClient.newHttpClient()) {
            ActorStream<JsonNode> stream = client.actor("ticker").observe("observeState", JsonNode.class);
            stream.listen(StreamListener.ofUpdates(update -> updates.incrementAndGet()));
            await().until(() -> updates.get() > 0);
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(admin + "/faults"))
                            .POST(HttpRequest.BodyPublishers.ofString("{\"kind\":\"drop\",\"n\":1}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo("{\"kind\":\"drop\",\"affected\":1}");
            assertThat(ended.join()).isZero();
        }
        List<EventKind> kinds = new ArrayList<>();
        CaptureFormat.of(file).read(file, event -> kinds.add(event.kind()));
        assertThat(kinds)
                .containsSubsequence(
                        EventKind.CONNECTION, EventKind.INVOCATION, EventKind.STREAM_START, EventKind.STREAM_DATA)
                .contains(EventKind.FAULT);
    }

    @Test
    void chosenPartsOfStatesAreTakenOut() throws IOException {
        Path file = recorded("ticker.ndjson", "--redact", "/tick");
        assertThat(CaptureFormat.NDJSON.read(file, event -> {}).note().redaction())
                .endsWith("and /tick");
    }

    @Test
    void secretsStayWhereThatIsAskedFor() throws IOException {
        Path file = recorded("ticker.ndjson", "--with-secrets");
        assertThat(Files.readString(file)).contains("access=hush");
    }

    @Test
    void wrongUsageSaysWhatIsExpected() {
        assertThat(run(new RecordCommand(), "ws://h:1", "a", "--out", "x.txt")).isEqualTo(2);
        assertThat(err.toString()).contains(".tfx, .ndjson, .har");
        assertThat(run(new RecordCommand(), "ws://h:1", "a", "--out", "x.tfx", "--redact", "user.email"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("JSON Pointer");
        assertThat(run(new RecordCommand(), "ws://h:1", "a", "--out", "/gone/x.tfx"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("folder that exists");
        assertThat(run(
                        new InspectCommand(),
                        "--open",
                        folder.resolve("gone.tfx").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("there is no");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ticker.tfx", "ticker.har"})
    void whatWasRecordedOpensInTheInspector(String name) {
        Path file = recorded(name);
        Path picture =
                Path.of("target", "pictures", "inspector-open-" + name + ".png").toAbsolutePath();
        assertThat(run(new InspectCommand(), "--open", file.toString(), "--snapshot", picture.toString()))
                .as(err.toString())
                .isZero();
        assertThat(picture).isNotEmptyFile();
    }

    @Test
    void aLargeStateDoesNotKeepTheCommandFromEnding() {
        try (TrebuchetClient client = TrebuchetClient.connect(server.uri().toString())) {
            for (int i = 0; i < 500; i++) {
                client.actor("todos")
                        .call("addTodo", Void.class, CallOptions.WHEN_CONNECTED, "the cookie for the " + i + "th token")
                        .join();
            }
            CompletableFuture<Void> later = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 20; i++) {
                    client.actor("todos")
                            .call("addTodo", Void.class, "Milk " + i)
                            .join();
                }
            });
            Path file = folder.resolve("todos.tfx");
            int code = assertTimeoutPreemptively(
                    Duration.ofSeconds(30),
                    () -> run(
                            new RecordCommand(),
                            server.uri().toString(),
                            "todos",
                            "--out",
                            file.toString(),
                            "--for",
                            "1s"));
            later.join();
            assertThat(code).as(err.toString()).isZero();
            assertThat(file).isNotEmptyFile();
        }
    }
}
