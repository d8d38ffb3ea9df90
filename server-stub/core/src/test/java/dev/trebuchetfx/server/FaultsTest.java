// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(30)
class FaultsTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private StubServer server;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        server = StubServer.builder().bundledActors().adminPort(0).start();
        client = RawClient.ext(server);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        http.close();
    }

    private JsonNode send(int status, HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        return JsonMapper.shared().readTree(answer.body());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(server.adminUri().resolve(path));
    }

    private JsonNode fault(int status, String json) throws Exception {
        return send(status, to("/faults").POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    @Test
    void tellsItsHealthAndItsStreams() throws Exception {
        StreamStartEnvelope start = client.observe("counter", "observeState");
        client.data();
        JsonNode health = send(200, to("/health"));
        assertThat(health.get("status").stringValue()).isEqualTo("healthy");
        assertThat(health.get("connections").intValue()).isEqualTo(1);
        assertThat(health.get("streams").intValue()).isEqualTo(1);
        JsonNode stream = send(200, to("/streams")).get("streams").get(0);
        assertThat(stream.get("streamID").stringValue())
                .isEqualTo(start.streamID().toString().toUpperCase(Locale.ROOT));
        assertThat(stream.get("actor").stringValue()).isEqualTo("counter");
        assertThat(stream.get("method").stringValue()).isEqualTo("observeState");
        assertThat(stream.get("principal").stringValue()).isEqualTo("anonymous");
        assertThat(stream.get("bound").booleanValue()).isTrue();
        assertThat(stream.get("newest").intValue()).isEqualTo(1);
        assertThat(stream.get("oldest").intValue()).isEqualTo(1);
        assertThat(stream.get("size").intValue()).isEqualTo(1);
    }

    @Test
    void cutsEveryConnectionOrTheOneOfAStream() throws Exception {
        try (RawClient other = RawClient.ext(server)) {
            StreamStartEnvelope start = client.observe("counter", "observeState");
            client.data();
            other.observe("counter", "observeState");
            other.data();
            assertThat(fault(200, "{\"kind\":\"cut\",\"stream\":\"" + start.streamID() + "\"}")
                            .get("affected")
                            .intValue())
                    .isEqualTo(1);
            assertThat(client.awaitClosed()).isEqualTo(1006);
            assertThat(RawClient.resultOf(other.call("counter", "increment"))).isEqualTo("1");
            assertThat(fault(200, "{\"kind\":\"cut\"}").get("affected").intValue())
                    .isEqualTo(1);
            assertThat(other.awaitClosed()).isEqualTo(1006);
            await().until(() -> server.streams().stream().noneMatch(StreamInfo::bound));
        }
    }

    @Test
    void dropsUpdatesSoThatAGapAppears() throws Exception {
        client.observe("counter", "observeState");
        client.data();
        fault(200, "{\"kind\":\"drop\",\"n\":2}");
        for (int i = 0; i < 3; i++) {
            client.call("counter", "increment");
        }
        assertThat(client.later).singleElement().extracting("sequenceNumber").isEqualTo(4L);
    }

    @Test
    void dropsUpdatesOfOneStreamOnly() {
        StreamStartEnvelope one = client.observe("counter", "observeState");
        client.data();
        StreamStartEnvelope two = client.observe("counter", "observeState");
        client.data();
        server.faults().drop(1, one.streamID());
        client.call("counter", "increment");
        assertThat(client.later).singleElement().extracting("streamID").isEqualTo(two.streamID());
        client.call("counter", "increment");
        assertThat(client.later).hasSize(3);
        assertThatThrownBy(() -> server.faults().drop(1, new UUID(0, 1)))
                .hasMessage("this server has no stream 00000000-0000-0000-0000-000000000001");
    }

    @Test
    void expiresTheBufferOfABoundStreamToo() throws Exception {
        StreamStartEnvelope start = client.observe("counter", "observeState");
        client.data();
        client.call("counter", "increment");
        assertThat(fault(200, "{\"kind\":\"expire\"}").get("affected").intValue())
                .isEqualTo(1);
        client.resumeExt(start, 1, server.epoch(), false);
        client.later.clear();
        assertThat(client.next(StreamResumedEnvelope.class).reason()).isEqualTo(RestartReason.EVICTED);
    }

    @Test
    void saysWhatAFaultMayBe() throws Exception {
        assertThat(fault(400, "{\"kind\":\"explode\"}").get("error").stringValue())
                .isEqualTo(
                        "unknown fault 'explode'; expected one of: cut [ms=TIME], drop [n=COUNT], delay ms=TIME [n=COUNT], "
                                + "duplicate [n=COUNT], reorder [n=COUNT], corrupt [n=COUNT], expire, pause ms=TIME; "
                                + "each with [stream=ID]");
        assertThat(fault(400, "{\"kind\":\"cut\",\"n\":1}").get("error").stringValue())
                .isEqualTo("unknown key 'n' for the fault cut; expected ms or stream");
        assertThat(fault(400, "{\"kind\":\"drop\",\"n\":0}").get("error").stringValue())
                .isEqualTo("n must be a whole number from 1 to 2147483647 but was '0'");
        assertThat(fault(400, "{\"kind\":\"cut\",\"stream\":\"x\"}")
                        .get("error")
                        .stringValue())
                .isEqualTo("stream must be a stream's id, a UUID, but was 'x'");
        assertThat(fault(400, "{}").get("error").stringValue()).startsWith("the key 'kind' is missing");
        assertThat(fault(400, "{").get("error").stringValue()).startsWith("the body must be a JSON object");
        assertThat(fault(400, "[]").get("error").stringValue()).startsWith("the body must be a JSON object");
        assertThat(fault(413, " ".repeat(70_000)).get("error").stringValue()).contains("65536 bytes");
    }

    @Test
    void keepsOutTheClientsThatItHasCutAndNobodyElse() throws Exception {
        String name = UUID.randomUUID().toString();
        Map<String, String> named = Map.of("Trebuchet-Ext", "1", "Trebuchet-Client", name);
        Map<String, String> other = Map.of("Trebuchet-Client", UUID.randomUUID().toString());
        try (RawClient cut = RawClient.with(server, named)) {
            StreamStartEnvelope start = cut.observe("counter", "observeState");
            cut.data();
            assertThat(fault(200, "{\"kind\":\"cut\",\"ms\":60000,\"stream\":\"" + start.streamID() + "\"}")
                            .get("affected")
                            .intValue())
                    .isEqualTo(1);
            assertThat(cut.awaitClosed()).isEqualTo(1006);
        }
        assertThat(RawClient.resultOf(client.call("counter", "increment"))).isEqualTo("1");
        RawClient.with(server, other).close();
        RawClient.v2(server).close();
        assertThatThrownBy(() -> RawClient.with(server, Map.of("Trebuchet-Client", name.toUpperCase(Locale.ROOT))))
                .cause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> assertThat(
                                refused.getResponse().statusCode())
                        .isEqualTo(503));
        fault(400, "{\"kind\":\"cut\",\"ms\":0}");
        fault(400, "{\"kind\":\"cut\",\"ms\":86400001}");
    }

    @Test
    void servesProgramsAndNotWebPages() throws Exception {
        send(403, to("/health").header("Origin", "http://evil.example"));
        send(404, to("/"));
        send(405, to("/faults"));
        send(405, to("/health").POST(HttpRequest.BodyPublishers.noBody()));
    }
}
