// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.io.IOException;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a server goes. */
@Timeout(30)
class DrainTest {
    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private StubServer server;
    private RawClient client;

    /** Answers when the test says so. */
    public static final class Oracle {
        private final CompletableFuture<String> answer;

        Oracle(CompletableFuture<String> answer) {
            this.answer = answer;
        }

        public CompletionStage<String> ask() {
            return answer;
        }
    }

    private void start(Duration drainTimeout) throws IOException {
        server = StubServer.builder()
                .bundledActors()
                .expose("oracle", new Oracle(answer))
                .drainTimeout(drainTimeout)
                .comeBackWithin(Duration.ofSeconds(3))
                .start();
        client = RawClient.ext(server);
    }

    @BeforeEach
    void start() throws IOException {
        start(Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() {
        answer.complete("");
        client.close();
        server.close();
    }

    private InvocationEnvelope ask() {
        InvocationEnvelope question = RawClient.invocation("oracle", "ask", null, null);
        client.send(question);
        await().until(() -> server.callsInFlight() == 1);
        return question;
    }

    @Test
    void answersWhatIsUnderWayAndRefusesWhatIsNew() {
        InvocationEnvelope question = ask();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
        await().untilAsserted(() -> assertThatThrownBy(() -> RawClient.ext(server))
                .cause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> {
                    assertThat(refused.getResponse().statusCode()).isEqualTo(503);
                    assertThat(refused.getResponse().headers().firstValue("Retry-After"))
                            .hasValueSatisfying(seconds -> assertThat(seconds).matches("[123]"));
                }));
        assertThat(client.call("counter", "increment").errorMessage()).isEqualTo("Server is shutting down");
        assertThat(client.call("counter", "observeState").errorMessage()).isEqualTo("Server is shutting down");
        assertThat(closing).isNotDone();

        answer.complete("yes");
        ResponseEnvelope response = client.next(ResponseEnvelope.class);
        assertThat(response.callID()).isEqualTo(question.callID());
        assertThat(RawClient.resultOf(response)).isEqualTo("\"yes\"");
        assertThat(client.awaitClosed()).isEqualTo(1001);
        assertThat(client.closeReason()).matches("the server is shutting down; come back in [123] s");
        closing.join();
    }

    @Test
    void streamsGoOnWhileItDrains() {
        StreamStartEnvelope start = client.observe("counter", "observeState");
        client.data();
        server.faults().drop(1);
        client.call("counter", "increment");
        server.drain();
        server.drained().join();
        client.resumeExt(start, 1, server.epoch(), false);
        assertThat(client.next(StreamResumedEnvelope.class).outcome()).isEqualTo(ResumeOutcome.REPLAYED);
        assertThat(client.data().sequenceNumber()).isEqualTo(2);
    }

    @Test
    void doesNotWaitForEverForACall() throws IOException {
        stop();
        start(Duration.ofMillis(100));
        CompletableFuture<String> never = new CompletableFuture<>();
        server.expose("silent", new Oracle(never));
        client.send(RawClient.invocation("silent", "ask", null, null));
        await().until(() -> server.callsInFlight() == 1);
        server.close();
        assertThat(server.callsInFlight()).isEqualTo(1);
        assertThat(client.awaitClosed()).isEqualTo(1001);
    }

    @Test
    void countsEveryCallOutHoweverItEnds() {
        client.call("counter", "increment");
        client.call("counter", "nonsense");
        client.call("ghost", "x");
        client.call("todos", "addTodo", "5");
        client.call("todos", "clearCompleted");
        client.observe("counter", "observeState");
        assertThat(client.next(StreamDataEnvelope.class).sequenceNumber()).isEqualTo(1);
        ask();
        answer.completeExceptionally(new IllegalStateException("no"));
        assertThat(client.next(ResponseEnvelope.class).errorMessage()).isEqualTo("no");
        await().untilAsserted(() -> assertThat(server.callsInFlight()).isZero());
    }
}
