// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.plain.PlainSwiftClient;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * What a client that speaks plain version 2 and nothing else gets of this server, over a real socket. Each test fails, too, where
 * anything reaches it that such a client does not know, or a stream's numbers have a hole.
 */
@Timeout(60)
class PlainClientTest {
    private static final BigInteger ONE = BigInteger.ONE;
    private static final int FRAME_LIMIT = 16_384;

    private StubServer server;
    private PlainSwiftClient editor;

    @BeforeEach
    void start() throws IOException {
        server = StubServer.builder()
                .bundledActors()
                .expose("book", new Book())
                .expose("ledger", new Ledger())
                .buffer(5)
                .maxQueuedBytes(8 << 20)
                .conflateAboveBytes(1 << 17)
                .start();
        editor = PlainSwiftClient.connect(server.uri());
    }

    @AfterEach
    void stop() throws IOException {
        editor.close();
        server.close();
    }

    private void increment(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            assertThat(editor.call("counter", "increment").has("errorMessage")).isFalse();
        }
    }

    /** Observes the counter, sees number 1 and is cut. */
    private JsonNode observeAndBeCut() throws IOException {
        try (PlainSwiftClient client = PlainSwiftClient.connect(server.uri())) {
            JsonNode start = client.observe("counter", "observeState", null);
            client.state(start, 1);
            client.cut();
            await().until(() -> server.streams().stream().noneMatch(StreamInfo::bound));
            return start;
        }
    }

    @Test
    void aResumeWithSomethingToReplayMovesTheLiveStreamToo() throws IOException {
        JsonNode start = observeAndBeCut();
        increment(2);
        try (PlainSwiftClient again = PlainSwiftClient.connect(server.uri())) {
            again.resume(start, ONE);
            assertThat(again.state(start, 2)).isEqualTo("{\"count\":1}");
            assertThat(again.state(start, 3)).isEqualTo("{\"count\":2}");
            increment(1);
            assertThat(again.state(start, 4)).isEqualTo("{\"count\":3}");
            assertThat(server.streams()).hasSize(1);
        }
    }

    @Test
    void aClientThatIsCaughtUpIsReboundWithoutAWord() throws IOException {
        JsonNode start = observeAndBeCut();
        try (PlainSwiftClient again = PlainSwiftClient.connect(server.uri())) {
            again.resume(start, ONE);
            await().until(() -> server.streams().getFirst().bound());
            increment(1);
            assertThat(again.state(start, 2)).isEqualTo("{\"count\":1}");
            assertThat(server.streams()).hasSize(1);
        }
    }

    /** Two resumes of one stream, as after a connection of which the server has not noticed the end. */
    @Test
    void theLastResumeHasTheStream() throws IOException {
        JsonNode start = observeAndBeCut();
        try (PlainSwiftClient first = PlainSwiftClient.connect(server.uri());
                PlainSwiftClient second = PlainSwiftClient.connect(server.uri())) {
            increment(1);
            first.resume(start, ONE);
            first.state(start, 2);
            second.resume(start, ONE);
            second.state(start, 2);
            increment(1);
            second.state(start, 3);
            assertThat(first.hasNothingMore()).isTrue();
        }
    }

    @Test
    void theExposedNameIsTranslated() throws IOException {
        try (PlainSwiftClient client = PlainSwiftClient.connect(server.uri())) {
            JsonNode start = client.observe("counter", "observeState", null);
            client.state(start, 1);
            String real = start.path("actorID").path("id").stringValue();
            // Each server that shares the store knows a stored actor by its name.
            assertThat(real).isEqualTo("counter");

            // Of a stream that nobody knows, by the real id and by the name.
            for (String id : List.of(real, "counter")) {
                JsonNode unknown = withActor(start, id);
                client.resume(unknown, BigInteger.TWO);
                JsonNode restart = client.next("streamStart");
                assertThat(restart.path("actorID").path("id").stringValue()).isEqualTo(real);
                assertThat(client.state(restart, 1)).isEqualTo("{\"count\":0}");
            }
        }
    }

    private static JsonNode withActor(JsonNode start, String actor) {
        var changed = (tools.jackson.databind.node.ObjectNode) start.deepCopy();
        changed.put("streamID", UUID.randomUUID().toString().toUpperCase(java.util.Locale.ROOT));
        changed.putObject("actorID").put("id", actor);
        return changed;
    }

    @ParameterizedTest
    @CsvSource({
        "overrun, 6, 1",
        "ahead of what was sent, 0, 2",
        "the largest that there is, 0, 18446744073709551615",
        "ahead while others come, 3, 1000",
    })
    void aPositionThatCanNotBeServedIsRestarted(String what, int missed, BigInteger last) throws IOException {
        JsonNode start = observeAndBeCut();
        increment(missed);
        try (PlainSwiftClient again = PlainSwiftClient.connect(server.uri())) {
            again.resume(start, last);
            JsonNode restart = again.next("streamStart");
            assertThat(restart.path("streamID")).as(what).isNotEqualTo(start.path("streamID"));
            assertThat(restart.path("callID")).isNotEqualTo(start.path("callID"));
            assertThat(again.state(restart, 1)).isEqualTo("{\"count\":" + missed + "}");
            increment(1);
            assertThat(again.state(restart, 2)).isEqualTo("{\"count\":" + (missed + 1) + "}");
            assertThat(server.streams()).hasSize(1);
        }
    }

    @Test
    void theBeginningOfAStreamCanBeAskedFor() throws IOException {
        JsonNode start = observeAndBeCut();
        increment(2);
        try (PlainSwiftClient again = PlainSwiftClient.connect(server.uri())) {
            again.resume(start, BigInteger.ZERO);
            for (int number = 1; number <= 3; number++) {
                assertThat(again.state(start, number)).isEqualTo("{\"count\":" + (number - 1) + "}");
            }
        }
    }

    @Test
    void aLargeStateComesInFramesThatItTakesLiveAndReplayed() throws IOException {
        try (PlainSwiftClient client = PlainSwiftClient.connect(server.uri())) {
            JsonNode start = client.observe("book", "observePage", null);
            client.state(start, 1);
            editor.call("book", "turn", "1", "50000");
            String page = client.state(start, 2);
            assertThat(page).hasSizeGreaterThan(50_000);
            assertThat(client.largestFrame()).isEqualTo(FRAME_LIMIT);
            client.cut();
            try (PlainSwiftClient again = PlainSwiftClient.connect(server.uri())) {
                again.resume(start, ONE);
                assertThat(again.state(start, 2)).isEqualTo(page);
                assertThat(again.largestFrame()).isEqualTo(FRAME_LIMIT);
            }
        }
    }

    @Test
    void noHeartbeatReachesIt() throws IOException {
        try (StubServer lively = StubServer.builder()
                        .bundledActors()
                        .pingInterval(Duration.ofMillis(300))
                        .start();
                RawClient other = RawClient.ext(lively);
                PlainSwiftClient client = PlainSwiftClient.connect(lively.uri())) {
            JsonNode start = client.observe("counter", "observeState", null);
            client.state(start, 1);
            other.send(RawClient.invocation(
                    "counter", "observeState", null, new InvocationEnvelope.Ext(1, List.of(), 1_000L)));
            other.next(StreamStartEnvelope.class);
            other.next(StreamDataEnvelope.class);
            assertThat(other.call("counter", "increment").errorMessage()).isNull();
            assertThat(other.next(HeartbeatEnvelope.class)).isNotNull();
            client.state(start, 2);
            // Empty pings keep the line, and are all that it gets.
            await().until(() -> client.pings() > 1);
            assertThat(client.hasNothingMore()).isTrue();
        }
    }

    @Test
    void aSlowOneGetsTheNewestStateUnderNumbersWithoutHoles() throws IOException {
        try (PlainSwiftClient slow = PlainSwiftClient.connect(server.uri(), 4_096)) {
            JsonNode start = slow.observe("book", "observePage", null);
            slow.state(start, 1);
            slow.stopReading();
            for (int turned = 0; turned < 1_000; turned += 50) {
                editor.call("book", "turn", "50", "20000");
            }
            await().until(() -> server.streams().getFirst().conflated() > 100);
            slow.readAgain();
            long sequence = 1;
            String state;
            do {
                try {
                    state = slow.state(start, ++sequence);
                } catch (AssertionError e) {
                    throw new AssertionError(
                            sequence + " " + server.streams() + " " + server.queuedBytes() + " "
                                    + server.connectionCount(),
                            e);
                }
            } while (!state.startsWith("{\"number\":1000,"));
            assertThat(sequence).isLessThan(900);
            editor.call("book", "turn", "1", "10");
            assertThat(slow.state(start, sequence + 1)).startsWith("{\"number\":1001,");
        }
    }

    @Test
    void callsHaveResultsErrorsAndNothingElse() throws IOException {
        assertThat(editor.call("counter", "increment").path("result").stringValue())
                .isEqualTo("MQ==");
        assertThat(editor.call("todos", "addTodo", "\"\"").path("errorMessage").stringValue())
                .isEqualTo("title must not be empty");
        assertThat(editor.call("ghost", "x").path("errorMessage").stringValue()).contains("Actor not found: ghost");
        editor.invoke("ghost", "observeState", null);
        JsonNode start = editor.next("streamStart");
        JsonNode error = editor.next("streamError");
        assertThat(error.path("streamID")).isEqualTo(start.path("streamID"));
        assertThat(error.path("errorMessage").stringValue()).startsWith("Stream setup error: ");
    }

    @Test
    void aFilterIsAnsweredWithAndApplied() throws IOException {
        try (PlainSwiftClient client = PlainSwiftClient.connect(server.uri())) {
            JsonNode start = client.observe(
                    "counter",
                    "observeState",
                    "{\"type\":\"predefined\",\"name\":\"threshold\",\"parameters\":{\"field\":\"count\",\"value\":\"2\"}}");
            assertThat(start.path("filter").path("name").stringValue()).isEqualTo("threshold");
            // Of several changes in a row a stream may send the last alone.
            increment(3);
            assertThat(client.state(start, 1)).isEqualTo("{\"count\":3}");
            increment(1);
            assertThat(client.state(start, 2)).isEqualTo("{\"count\":4}");
        }
    }

    @Test
    void aServerThatEndsSaysItInItsWords() throws Exception {
        try (PlainSwiftClient client = PlainSwiftClient.connect(server.uri())) {
            JsonNode start = client.observe("counter", "observeState", null);
            client.state(start, 1);
            server.close();
            client.awaitEnd();
        }
    }

    @Test
    void theDoubleMindsTheExtension() throws IOException {
        PlainSwiftClient client = PlainSwiftClient.connect(server.uri());
        // An invocation that shows the extension is answered with it.
        client.sendRaw("{\"type\":\"invocation\",\"payload\":{\"callID\":\"0B8E6388-3E5D-4B12-862A-65CB0E34F68F\","
                + "\"actorID\":{\"id\":\"counter\"},\"targetIdentifier\":\"observeState\",\"protocolVersion\":2,"
                + "\"genericSubstitutions\":[],\"arguments\":[],\"ext\":{\"profile\":1}}}");
        assertThatThrownBy(() -> client.next("streamStart"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("streamStart.ext is no key of version 2");
        assertThatThrownBy(client::close).isInstanceOf(AssertionError.class);
    }

    /** The next update of the declared ledger: whether it is full, and its JSON. */
    private static String delta(PlainSwiftClient client, JsonNode start, long sequence) {
        JsonNode content = PlainSwiftClient.json(client.state(start, sequence));
        return (content.path("isFull").booleanValue() ? "full " : "delta ")
                + PlainSwiftClient.decoded(content.path("data"));
    }

    private void book(String account, int balance) throws IOException {
        assertThat(editor.call("ledger", "book", "\"" + account + "\"", Integer.toString(balance))
                        .has("errorMessage"))
                .isFalse();
    }

    @Test
    void whereItIsDeclaredChangesTravelAsStateDeltas() throws IOException {
        try (PlainSwiftClient client = PlainSwiftClient.connect(server.uri())) {
            JsonNode start = client.observe("ledger", "observeDeclared", null);
            assertThat(delta(client, start, 1))
                    .isEqualTo("full {\"accounts\":{\"cash\":1,\"equipment\":2,\"receivables\":3}}");
            book("cash", 10);
            assertThat(delta(client, start, 2)).isEqualTo("delta {\"accounts\":{\"cash\":10}}");
            book("cash", 10);
            editor.call("ledger", "close", "\"cash\"");
            assertThat(delta(client, start, 3)).isEqualTo("full {\"accounts\":{\"equipment\":2,\"receivables\":3}}");
        }
    }

    @Test
    void whereItIsNotDeclaredStatesTravel() throws IOException {
        try (PlainSwiftClient client = PlainSwiftClient.connect(server.uri())) {
            JsonNode start = client.observe("ledger", "observeBalances", null);
            assertThat(client.state(start, 1)).startsWith("{\"accounts\":");
        }
    }

    @Test
    void aReplayOfDeltasStartsFromTheStateThatTheClientHas() throws IOException {
        JsonNode start;
        try (PlainSwiftClient client = PlainSwiftClient.connect(server.uri())) {
            start = client.observe("ledger", "observeDeclared", null);
            client.state(start, 1);
            client.cut();
            await().until(() -> server.streams().stream().noneMatch(StreamInfo::bound));
        }
        book("cash", 10);
        book("equipment", 20);
        try (PlainSwiftClient again = PlainSwiftClient.connect(server.uri())) {
            again.resume(start, ONE);
            assertThat(delta(again, start, 2)).isEqualTo("delta {\"accounts\":{\"cash\":10}}");
            assertThat(delta(again, start, 3)).isEqualTo("delta {\"accounts\":{\"equipment\":20}}");
            book("cash", 11);
            assertThat(delta(again, start, 4)).isEqualTo("delta {\"accounts\":{\"cash\":11}}");
        }
    }

    /** The buffer of five reaches back to number 2; the state of number 1 is gone. */
    @Test
    void aReplayForWhichTheBaseIsGoneBeginsFull() throws IOException {
        JsonNode start;
        try (PlainSwiftClient client = PlainSwiftClient.connect(server.uri())) {
            start = client.observe("ledger", "observeDeclared", null);
            client.state(start, 1);
            client.cut();
            await().until(() -> server.streams().stream().noneMatch(StreamInfo::bound));
        }
        for (int balance = 10; balance < 15; balance++) {
            book("cash", balance);
        }
        try (PlainSwiftClient again = PlainSwiftClient.connect(server.uri())) {
            again.resume(start, ONE);
            assertThat(delta(again, start, 2)).startsWith("full ");
            assertThat(delta(again, start, 3)).isEqualTo("delta {\"accounts\":{\"cash\":11}}");
        }
    }

    @Test
    void aRestartBeginsFull() throws IOException {
        JsonNode start;
        try (PlainSwiftClient client = PlainSwiftClient.connect(server.uri())) {
            start = client.observe("ledger", "observeDeclared", null);
            client.state(start, 1);
            client.cut();
            await().until(() -> server.streams().stream().noneMatch(StreamInfo::bound));
        }
        for (int balance = 10; balance < 30; balance++) {
            book("cash", balance);
        }
        try (PlainSwiftClient again = PlainSwiftClient.connect(server.uri())) {
            again.resume(start, ONE);
            JsonNode anew = again.next("streamStart");
            assertThat(delta(again, anew, 1)).startsWith("full ");
            book("cash", 99);
            assertThat(delta(again, anew, 2)).isEqualTo("delta {\"accounts\":{\"cash\":99}}");
        }
    }
}
