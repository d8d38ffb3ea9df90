// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.server.Authorizer.Action;
import dev.trebuchetfx.server.Authorizer.Decision;
import dev.trebuchetfx.server.Authorizer.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may do what. */
@Timeout(30)
class AuthorizerTest {
    private static StubServerBuilder builder(Authorizer rules) {
        return StubServer.builder()
                .bundledActors()
                .token("ann", "a")
                .token("bob", "b")
                .authorizer(rules);
    }

    private static RawClient connect(StubServer server, String token) {
        return RawClient.with(server, Map.of("Authorization", "Bearer " + token, "Trebuchet-Ext", "1"));
    }

    private static void resume(RawClient client, UUID stream, String actor, String method) {
        client.send(new StreamResumeEnvelope(
                stream,
                1,
                ActorId.of(actor),
                method,
                new StreamResumeEnvelope.Ext(
                        1, null, UUID.randomUUID(), ActorId.of(actor), null, List.of(), List.of(), false, false)));
    }

    private static Authorizer annOnlyReads(Queue<Request> asked) {
        return request -> {
            asked.add(request);
            return request.principal().equals("ann") && !request.method().startsWith("get")
                    ? Decision.refused("ann only reads")
                    : Decision.allowed();
        };
    }

    @Test
    void refusesACallInWordsUnderWhateverNameItComes() throws IOException {
        Queue<Request> asked = new ConcurrentLinkedQueue<>();
        try (StubServer server = builder(annOnlyReads(asked)).start();
                RawClient ann = connect(server, "a");
                RawClient bob = connect(server, "b")) {
            String realId = bob.observe("todos", "observeState").actorID().id();
            bob.data();
            String refusal = "Not allowed: ann may not call addTodo of todos: ann only reads";
            assertThat(ann.call("todos", "addTodo", "\"x\"").errorMessage()).isEqualTo(refusal);
            assertThat(ann.call(realId, "addTodo(title:)", "\"x\"").errorMessage())
                    .isEqualTo(refusal);
            assertThat(asked)
                    .containsExactly(
                            new Request("bob", "todos", "observeState", Action.OBSERVE),
                            new Request("ann", "todos", "addTodo", Action.CALL),
                            new Request("ann", "todos", "addTodo", Action.CALL));
            assertThat(ann.call("todos", "unheardOf").errorMessage())
                    .as("nor does it tell which methods there are")
                    .startsWith("Not allowed: ann may not call unheardOf");
            assertThat(RawClient.resultOf(ann.call("todos", "getTodos"))).isEqualTo("[]");
            assertThat(bob.call("todos", "addTodo", "\"x\"").errorMessage()).isNull();
            assertThat(ann.call("ghost", "x").errorMessage()).isEqualTo("Actor not found: ghost");
        }
    }

    @Test
    void refusesStreamsResumesAndRestarts() throws IOException {
        Queue<Request> asked = new ConcurrentLinkedQueue<>();
        try (StubServer server = builder(annOnlyReads(asked)).start();
                RawClient ann = connect(server, "a");
                RawClient bob = connect(server, "b")) {
            StreamStartEnvelope start = ann.observe("counter", "observeState");
            StreamErrorEnvelope error = ann.next(StreamErrorEnvelope.class);
            assertThat(error.streamID()).isEqualTo(start.streamID());
            assertThat(error.errorMessage())
                    .isEqualTo(
                            "Stream setup error: Not allowed: ann may not observe observeState of counter: ann only reads");

            UUID stream = UUID.randomUUID();
            resume(ann, stream, "counter", "observeState");
            error = ann.next(StreamErrorEnvelope.class);
            assertThat(error.streamID()).isEqualTo(stream);
            assertThat(error.errorMessage())
                    .isEqualTo(
                            "Stream error: Not allowed: ann may not observe observeState of counter: ann only reads");
            assertThat(server.streams()).isEmpty();

            resume(bob, stream, "counter", "observeState");
            bob.next(StreamResumedEnvelope.class);
            bob.next(StreamStartEnvelope.class);
            assertThat(bob.data().sequenceNumber()).isEqualTo(1);
            assertThat(asked).hasSize(3).allMatch(request -> request.action() == Action.OBSERVE);
        }
    }

    @Test
    @SuppressWarnings("NullAway") // As code without annotations does.
    void anAuthorizerThatFailsRefuses() throws IOException {
        Authorizer clumsy = request -> switch (request.method()) {
            case "increment" -> throw new IllegalStateException("a secret");
            case "decrement" -> null;
            case "reset" -> throw new StackOverflowError();
            default -> Decision.allowed();
        };
        try (StubServer server = builder(clumsy).start();
                RawClient ann = connect(server, "a")) {
            String failed = ": the server's authorizer failed; its log says why";
            assertThat(ann.call("counter", "increment").errorMessage())
                    .isEqualTo("Not allowed: ann may not call increment of counter" + failed);
            assertThat(ann.call("counter", "decrement").errorMessage())
                    .isEqualTo(
                            "Not allowed: ann may not call decrement of counter: the server's authorizer answered null");
            assertThat(ann.call("counter", "reset").errorMessage()).endsWith(failed);
            assertThat(RawClient.resultOf(ann.call("todos", "pendingCount"))).isEqualTo("0");
        }
    }

    @Test
    void oneThatBlocksHoldsNobodyElseAndKeepsTheOrder() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Void> decided = new CompletableFuture<>();
        Authorizer slow = request -> {
            if (request.principal().equals("ann") && request.method().equals("increment")) {
                asked.countDown();
                decided.join();
            }
            return Decision.allowed();
        };
        try (StubServer server = builder(slow).start();
                RawClient ann = connect(server, "a");
                RawClient bob = connect(server, "b")) {
            ann.send(RawClient.invocation("counter", "increment", null, null));
            ann.send(RawClient.invocation("counter", "decrement", null, null));
            asked.await();
            assertThat(RawClient.resultOf(bob.call("counter", "increment"))).isEqualTo("1");
            decided.complete(null);
            assertThat(RawClient.resultOf(ann.next(ResponseEnvelope.class))).isEqualTo("2");
            assertThat(RawClient.resultOf(ann.next(ResponseEnvelope.class))).isEqualTo("1");
        }
    }

    @Test
    void oneThatNeverAnswersRefusesAfterFiveSeconds() throws IOException {
        ManualTime time = new ManualTime();
        Deque<Runnable> tasks = new ArrayDeque<>();
        try (StubServer server = builder(request -> Decision.allowed())
                .withoutSocket()
                .time(time)
                .executor(tasks::add)
                .start()) {
            Wires ann = new Wires(server, Map.of("authorization", "Bearer a"));
            ann.sends(RawClient.invocation("counter", "increment", null, null));
            time.advance(Duration.ofMillis(4_999));
            assertThat(ann.received).isEmpty();
            time.advance(Duration.ofMillis(1));
            assertThat(ann.next(ResponseEnvelope.class).errorMessage())
                    .isEqualTo(
                            "Not allowed: ann may not call increment of counter: the server's authorizer did not answer"
                                    + " within 5 s");
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
            assertThat(ann.received)
                    .as("an answer that comes later changes nothing")
                    .isEmpty();
        }
    }

    @Test
    void whatWaitsForTheAnswerIsBounded() throws IOException {
        Deque<Runnable> tasks = new ArrayDeque<>();
        try (StubServer server = builder(request -> Decision.allowed())
                .withoutSocket()
                .time(new ManualTime())
                .executor(tasks::add)
                .start()) {
            Wires ann = new Wires(server, Map.of("authorization", "Bearer a"));
            String large = "\"" + "x".repeat(100_000) + "\"";
            for (int i = 0; i < 200 && ann.closed.isEmpty(); i++) {
                ann.sends(RawClient.invocation("todos", "addTodo", null, null, large));
            }
            assertThat(ann.pauses).isNotEmpty();
            assertThat(ann.closed).startsWith("1013 ").contains("wait for the server's authorizer");
        }
    }
}
