// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the admin port says of a running server. */
@Timeout(30)
class AdminTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private StubServer server;

    @BeforeEach
    void start() throws IOException {
        server = StubServer.builder()
                .bundledActors()
                .adminPort(0)
                .limits(ServerLimits.builder()
                        .maxStreamsPerConnection(7)
                        .maxConnections(2)
                        .build())
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    private HttpResponse<String> get(String path) {
        try {
            return http.send(
                    HttpRequest.newBuilder(server.adminUri().resolve(path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, Long> metrics() {
        Map<String, Long> values = new TreeMap<>();
        get("/metrics").body().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            String[] parts = line.split(" ", -1);
            assertThat(values.put(parts[0], Long.valueOf(parts[1]))).as(line).isNull();
        });
        return values;
    }

    @Test
    void metricsShowEachLimitAndItsUse() {
        assertThat(metrics())
                .containsEntry("trebuchet_streams", 0L)
                .containsEntry("trebuchet_streams_limit", 50_000L)
                .containsEntry("trebuchet_connection_streams_most_limit", 7L)
                .containsEntry("trebuchet_principal_streams_most_limit", 10_000L)
                .containsEntry("trebuchet_principal_messages_per_second_limit", 20_000L)
                .containsEntry("trebuchet_replay_bytes", 0L)
                .containsEntry("trebuchet_sockets", 0L)
                .containsEntry("trebuchet_sockets_limit", 2L)
                .containsEntry("trebuchet_sockets_opening_limit", 100L)
                .containsEntry("trebuchet_incoming_bytes_limit", 64L << 20)
                .containsEntry("trebuchet_outgoing_bytes", 0L)
                .containsKey("trebuchet_outgoing_bytes_limit")
                .containsEntry("trebuchet_accepting", 1L);
        try (RawClient client = RawClient.ext(server)) {
            client.observe("counter", "observeState");
            client.data();
            client.call("counter", "increment");
            client.sendText("{");
            client.call("counter", "increment");

            Map<String, Long> used = metrics();
            assertThat(used)
                    .containsEntry("trebuchet_connections", 1L)
                    .containsEntry("trebuchet_streams", 1L)
                    .containsEntry("trebuchet_streams_detached", 0L)
                    .containsEntry("trebuchet_connection_streams_most", 1L)
                    .containsEntry("trebuchet_principal_streams_most", 1L)
                    .containsEntry("trebuchet_messages_received_total", 4L)
                    .containsEntry("trebuchet_messages_unreadable_total", 1L)
                    .containsEntry("trebuchet_messages_paused_total", 0L)
                    .containsEntry("trebuchet_draining", 0L);
            assertThat(used.get("trebuchet_replay_bytes")).isBetween(3 * 11L, 1_000L);
            client.cut();
            await().untilAsserted(() -> assertThat(metrics())
                    .containsEntry("trebuchet_connections", 0L)
                    .containsEntry("trebuchet_streams_detached", 1L)
                    .containsEntry("trebuchet_connection_streams_most", 0L));
        }
        server.faults().expire().join();
        assertThat(metrics()).containsEntry("trebuchet_streams", 0L).containsEntry("trebuchet_replay_bytes", 0L);
    }

    @Test
    void metricsAreTextAsPrometheusReadsIt() {
        HttpResponse<String> answer = get("/metrics");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        List<String> lines = answer.body().lines().toList();
        assertThat(answer.body()).endsWith("\n");
        assertThat(lines.size() % 3).isZero();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += 3) {
            String name = lines.get(i + 2).split(" ", -1)[0];
            names.add(name);
            assertThat(name).matches("trebuchet_[a-z_]+");
            assertThat(lines.get(i)).startsWith("# HELP " + name + " ").endsWith(".");
            assertThat(lines.get(i + 1))
                    .isEqualTo("# TYPE " + name + (name.endsWith("_total") ? " counter" : " gauge"));
        }
        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void actorsAreNamedWithTheirMethodsAndStreams() {
        JsonNode body = JsonMapper.shared().readTree(get("/actors").body());
        assertThat(body.path("total").intValue()).isEqualTo(4);
        JsonNode counter = body.path("actors").get(0);
        assertThat(counter.path("name").stringValue()).isEqualTo("counter");
        assertThat(counter.path("methods"))
                .extracting(each -> each.path("name").stringValue())
                .containsExactly("decrement", "increment", "reset");
        assertThat(counter.path("streams").toString())
                .isEqualTo("[{\"name\":\"observeState\",\"parameters\":0,\"signature\":\"observeState()\"}]");
        JsonNode todos = body.path("actors").get(3);
        assertThat(todos.path("methods").toString())
                .contains(
                        "{\"name\":\"updateTodo\",\"parameters\":2,\"signature\":\"updateTodo(UUID id, String title)\"}");
    }

    private String sent(String request) throws IOException {
        URI admin = server.adminUri();
        try (Socket socket = new Socket(admin.getHost(), admin.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fffffffff", "80000000", "zz", "-5", "5"})
    void aBodyInABadChunkIsAnsweredAndLoggedOnceASecond(String size) throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            for (int i = 0; i < 10; i++) {
                assertThat(sent("POST /faults HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + size
                                + "\r\nabcdefgh\r\n0\r\n\r\n"))
                        .startsWith("HTTP/1.1 400 ")
                        .contains("Connection: close")
                        .contains("{\"error\":\"the body can't be read: ");
            }
        } finally {
            System.setErr(before);
        }
        assertThat(log.toString(StandardCharsets.UTF_8).lines().toList())
                .hasSizeBetween(1, 5)
                .allMatch(line -> line.contains("An admin request has a body that can't be read"));
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void bothHealthsSayThatTheServerIsFull() throws Exception {
        URI open = URI.create("http://127.0.0.1:" + server.uri().getPort() + "/health");
        try (RawClient first = RawClient.ext(server)) {
            first.call("counter", "increment");
            assertThat(get("/health").body()).contains("\"status\":\"healthy\"");
            try (RawClient second = RawClient.ext(server)) {
                second.call("counter", "increment");
                assertThat(get("/health").body()).contains("\"status\":\"full\"");
                assertThat(get(open.toString()).body()).contains("\"status\":\"full\"");
                server.drain();
                assertThat(get("/health").body()).contains("\"status\":\"draining\"");
                assertThat(get(open.toString()).body()).contains("\"status\":\"draining\"");
            }
        }
    }

    @Test
    void listsAreBounded() {
        try (RawClient client = RawClient.ext(server)) {
            for (int i = 0; i < 5; i++) {
                client.observe("counter", "observeState");
                client.data();
            }
            JsonNode body = JsonMapper.shared().readTree(get("/streams?limit=2").body());
            assertThat(body.path("total").intValue()).isEqualTo(5);
            assertThat(body.path("streams")).hasSize(2);
        }
        for (String query : new String[] {"limit=0", "limit=10001", "limit=x", "page=2"}) {
            HttpResponse<String> refused = get("/actors?" + query);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("expected no query or limit=1 to limit=10000 but found " + query);
        }
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
    }
}
