// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.io.IOException;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StubServerTest {
    private StubServer server;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        server = StubServer.builder().bundledActors().start();
        client = RawClient.v2(server);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void streamsTheCurrentStateFirstAndThenEveryChange() {
        StreamStartEnvelope start = client.observe("todos", "observeState");
        // Each server that shares the store must know it by this id.
        assertThat(start.actorID().id()).isEqualTo("todos");
        assertThat(start.actorID().host()).isEqualTo("127.0.0.1");
        assertThat(start.actorID().port()).isEqualTo(server.uri().getPort());
        assertThat(start.ext()).isNull();

        StreamDataEnvelope first = client.data();
        assertThat(first.sequenceNumber()).isEqualTo(1);
        assertThat(first.streamID()).isEqualTo(start.streamID());
        assertThat(first.data().utf8()).isEqualTo("{\"todos\":[],\"pendingCount\":0}");

        ResponseEnvelope added = client.call("todos", "addTodo", "\"Milk\"");
        assertThat(RawClient.resultOf(added)).contains("\"title\":\"Milk\"", "\"isCompleted\":false");
        StreamDataEnvelope second = (StreamDataEnvelope) client.later.remove();
        assertThat(second.sequenceNumber()).isEqualTo(2);
        assertThat(second.data().utf8())
                .matches("\\{\"todos\":\\[\\{\"id\":\"[0-9A-F-]{36}\",\"title\":\"Milk\",\"isCompleted\":false,"
                        + "\"createdAt\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\"}],\"pendingCount\":1}");
    }

    @Test
    void aDueDateTravelsAsADayAndOnlyWhereThereIsOne() {
        String id = "\"00000000-0000-0000-0000-00000000000A\"";
        client.call("todos", "insertTodo", id, "\"Milk\"", "false", "0");
        assertThat(RawClient.resultOf(client.call("todos", "setDueDate", id, "\"2026-03-14\"")))
                .endsWith("\"dueDate\":\"2026-03-14\"}");
        assertThat(RawClient.resultOf(client.call("todos", "getTodos"))).contains("\"dueDate\":\"2026-03-14\"");
        assertThat(RawClient.resultOf(client.call("todos", "setDueDate", id, "null")))
                .doesNotContain("dueDate");
        assertThat(client.call("todos", "setDueDate", id, "20260314").errorMessage())
                .startsWith("argument 2 of setDueDate(UUID id, String dueDate) must be a JSON value for");
        assertThat(client.call("todos", "setDueDate", id, "\"tomorrow\"").errorMessage())
                .isEqualTo("dueDate must be null or a day from 1900-01-01 to 9999-12-31 but was 'tomorrow'");
    }

    @Test
    void callsByPlainNameByLabelsAndByRealId() {
        assertThat(client.call("todos", "addTodo(title:)", "\"Milk\"").errorMessage())
                .isNull();
        String realId = client.observe("todos", "observeState").actorID().id();
        client.data();
        assertThat(RawClient.resultOf(client.call(realId.toLowerCase(Locale.ROOT), "pendingCount")))
                .isEqualTo("1");
        ResponseEnvelope cleared = client.call("todos", "clearCompleted");
        assertThat(RawClient.resultOf(cleared)).isEmpty();
    }

    @Test
    void answersWhatCannotBeCalled() {
        assertThat(client.call("ghost", "x").errorMessage()).isEqualTo("Actor not found: ghost");
        assertThat(client.call("todos", "explode").errorMessage())
                .startsWith("Unknown method: explode; this actor has addTodo");
        assertThat(client.call("todos", "addTodo").errorMessage())
                .isEqualTo("wrong number of arguments: expected addTodo(String title) but found 0");
        assertThat(client.call("todos", "addTodo", "5").errorMessage())
                .startsWith(
                        "argument 1 of addTodo(String title) must be a JSON value for java.lang.String but was '5'");
        assertThat(client.call("todos", "toggleTodo", "\"x\"").errorMessage())
                .contains("java.util.UUID but was '\"x\"'");
        assertThat(client.call("todos", "addTodo", "\" \"").errorMessage()).isEqualTo("title must not be empty");
        assertThat(RawClient.resultOf(client.call("counter", "increment"))).isEqualTo("1");
    }

    @Test
    void namesTheHostOfAnActorThatIsNotThere() {
        client.send(new InvocationEnvelope(
                UUID.randomUUID(),
                new ActorId("ghost", "127.0.0.1", 8080),
                "x",
                2,
                List.of(),
                List.of(),
                null,
                null,
                null));
        assertThat(client.next(ResponseEnvelope.class).errorMessage())
                .isEqualTo("Actor not found: ghost@127.0.0.1:8080");
    }

    @Test
    void startsAStreamBeforeItFails() {
        StreamStartEnvelope start = client.observe("ghost", "observeState");
        StreamErrorEnvelope error = client.next(StreamErrorEnvelope.class);
        assertThat(error.streamID()).isEqualTo(start.streamID());
        assertThat(error.errorMessage()).isEqualTo("Stream setup error: Actor not found: ghost");

        client.observe("todos", "observeNothing");
        assertThat(client.next(StreamErrorEnvelope.class).errorMessage())
                .startsWith("Stream setup error: Unknown method: observeNothing");
        assertThat(server.streams()).isEmpty();
    }

    @Test
    void understandsTextFramesToo() {
        client.sendText(
                "{\"type\":\"invocation\",\"payload\":{\"callID\":\"123e4567-e89b-12d3-a456-426614174000\","
                        + "\"actorID\":{\"id\":\"counter\"},\"targetIdentifier\":\"increment\",\"genericSubstitutions\":[],\"arguments\":[]}}");
        assertThat(RawClient.resultOf(client.next(ResponseEnvelope.class))).isEqualTo("1");
    }

    @Test
    void survivesWhatIsNoMessage() {
        client.sendText("{\"type\":");
        client.sendText("[1,2]");
        client.sendText("{\"type\":\"fromTheFuture\",\"payload\":{}}");
        assertThat(RawClient.resultOf(client.call("counter", "increment"))).isEqualTo("1");
    }

    @Test
    void filtersBeforeItNumbers() {
        StreamFilter changed = StreamFilter.predefined("changed", Map.of());
        StreamStartEnvelope start = client.observe("counter", "observeState", changed);
        assertThat(start.filter()).isEqualTo(changed);
        assertThat(client.data().sequenceNumber()).isEqualTo(1);
        client.call("counter", "reset");
        client.call("counter", "increment");
        StreamDataEnvelope next = (StreamDataEnvelope) client.later.remove();
        assertThat(next.sequenceNumber()).isEqualTo(2);
        assertThat(next.data().utf8()).isEqualTo("{\"count\":1}");
        assertThat(client.later).isEmpty();
    }

    @Test
    void stopsAStreamThatItsClientEnds() {
        StreamStartEnvelope start = client.observe("counter", "observeState");
        client.data();
        client.send(new StreamEndEnvelope(start.streamID(), StreamEndReason.CLIENT_UNSUBSCRIBED));
        client.call("counter", "increment");
        assertThat(client.later).isEmpty();
        assertThat(server.streams()).isEmpty();
    }

    @Test
    void showsTheExtensionOnlyToAPeerThatHas() {
        try (RawClient ext = RawClient.ext(server)) {
            StreamStartEnvelope start = ext.observe("counter", "observeState");
            assertThat(start.ext()).isEqualTo(new StreamStartEnvelope.Ext(1, server.epoch(), 100, 300, null, null));
        }
        client.send(
                RawClient.invocation("counter", "observeState", null, new InvocationEnvelope.Ext(1, List.of(), null)));
        assertThat(client.next(StreamStartEnvelope.class).ext()).isNotNull();
    }

    @Test
    void refusesCallsWhileItDrains() {
        server.drain();
        assertThat(client.call("counter", "increment").errorMessage()).isEqualTo("Server is shutting down");
        server.close();
        assertThat(client.awaitClosed()).isEqualTo(1001);
    }

    @Test
    void limitsTheNumberOfStreams() throws IOException {
        try (StubServer small =
                        StubServer.builder().bundledActors().maxStreams(1).start();
                RawClient peer = RawClient.v2(small)) {
            peer.observe("counter", "observeState");
            peer.data();
            peer.observe("counter", "observeState");
            assertThat(peer.next(StreamErrorEnvelope.class).errorMessage())
                    .isEqualTo("Stream setup error: this server has 1 streams, which is its limit");
        }
    }

    @Test
    void forgetsTheStreamDetachedLongestWhereThereAreTooMany() throws IOException {
        try (StubServer small = StubServer.builder()
                        .bundledActors()
                        .maxDetachedStreams(1)
                        .start();
                RawClient peer = RawClient.v2(small)) {
            peer.observe("counter", "observeState");
            peer.data();
            peer.observe("todos", "observeState");
            peer.data();
            peer.cut();
            await().untilAsserted(() -> assertThat(small.streams()).hasSize(1));
        }
    }

    @Test
    void refusesAnUpgradeWithoutAToken() throws IOException {
        try (StubServer closed =
                StubServer.builder().bundledActors().token("ann", "secret").start()) {
            assertThatThrownBy(() -> RawClient.v2(closed))
                    .cause()
                    .isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> {
                        assertThat(refused.getResponse().statusCode()).isEqualTo(401);
                        assertThat(refused.getResponse().headers().firstValue("WWW-Authenticate"))
                                .contains("Bearer");
                    });
            assertThatThrownBy(() -> RawClient.with(closed, Map.of("Authorization", "Bearer wrong")))
                    .cause()
                    .isInstanceOf(WebSocketHandshakeException.class);
            try (RawClient ann = RawClient.with(closed, Map.of("Authorization", "Bearer secret"))) {
                ann.observe("counter", "observeState");
                assertThat(closed.streams()).singleElement().satisfies(stream -> assertThat(stream.principal())
                        .isEqualTo("ann"));
            }
        }
    }

    @Test
    void saysWhichPortIsTaken() {
        assertThatThrownBy(
                        () -> StubServer.builder().port(server.uri().getPort()).start())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "could not listen on 127.0.0.1:" + server.uri().getPort());
    }
}
