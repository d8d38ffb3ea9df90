// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.client.error.CallTimeoutException;
import dev.trebuchetfx.client.error.ClientClosedException;
import dev.trebuchetfx.client.error.MessageTooLargeException;
import dev.trebuchetfx.client.error.NotConnectedException;
import dev.trebuchetfx.client.error.OutcomeUnknownException;
import dev.trebuchetfx.client.error.PayloadException;
import dev.trebuchetfx.client.error.RemoteInvocationException;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.option.WithoutConnection;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** What a caller gets. */
class CallTest extends ScriptedTest {
    private final ActorRef todos = client.actor("todos");

    private void answer(String json) {
        server.send(new ResponseEnvelope(server.take(InvocationEnvelope.class).callID(), Bytes.utf8(json), null));
    }

    private static Throwable errorOf(CompletableFuture<?> future) {
        assertThat(future).isDone();
        return future.exceptionNow();
    }

    @Test
    void sendsArgumentsAsJsonAndReadsTheResult() {
        server.acceptExtended();
        UUID id = UUID.fromString("6a9162a1-d542-48de-a6ec-9e8d01c843a2");
        var result = todos.call("addTodo", String.class, "Buy milk", 3, id, Instant.parse("2026-01-01T00:00:00.9Z"));
        InvocationEnvelope invocation = server.take(InvocationEnvelope.class);
        assertThat(invocation.arguments())
                .extracting(Bytes::utf8)
                .containsExactly(
                        "\"Buy milk\"", "3", "\"6A9162A1-D542-48DE-A6EC-9E8D01C843A2\"", "\"2026-01-01T00:00:00Z\"");
        server.send(new ResponseEnvelope(invocation.callID(), Bytes.utf8("\"done\""), null));
        assertThat(result).isCompletedWithValue("done");
    }

    @Test
    void completesAVoidCallWithNothing() {
        server.acceptExtended();
        var result = todos.call("clearCompleted", Void.class);
        answer("");
        assertThat(result).isCompletedWithValue(null);
    }

    @Test
    void passesOnTheServersWords() {
        server.acceptExtended();
        var result = todos.call("addTodo", String.class, "");
        server.send(
                new ResponseEnvelope(server.take(InvocationEnvelope.class).callID(), null, "title must not be empty"));
        assertThat(errorOf(result))
                .isInstanceOfSatisfying(RemoteInvocationException.class, e -> assertThat(e.remoteMessage())
                        .isEqualTo("title must not be empty"))
                .hasMessage("TFX-CALL-001: addTodo on todos failed at the server: title must not be empty");
    }

    @Test
    void failsAtOnceWithoutAConnectionUnlessToldToWait() {
        assertThat(errorOf(todos.call("getTodos", String.class))).isInstanceOf(NotConnectedException.class);
        var patient = todos.call("pendingCount", Integer.class, CallOptions.WHEN_CONNECTED);
        assertThat(patient).isNotDone();
        server.acceptExtended();
        answer("7");
        assertThat(patient).isCompletedWithValue(7);
    }

    @Test
    void waitsForAConnectionUntilItsTimeout() {
        var patient = todos.call(
                "getTodos",
                String.class,
                CallOptions.builder()
                        .withoutConnection(WithoutConnection.WAIT_UNTIL_TIMEOUT)
                        .timeout(Duration.ofSeconds(8))
                        .build());
        time.advance(Duration.ofSeconds(6));
        assertThat(patient).isNotDone();
        server.fail("no route to host");
        time.advance(Duration.ofSeconds(2));
        assertThat(errorOf(patient))
                .isInstanceOf(CallTimeoutException.class)
                .hasMessageContaining("could not be sent within 8 s")
                .hasMessageContaining("no route to host");
        reconnectExtended();
        assertThat(server.untaken()).as("it is over").isEmpty();
    }

    @Test
    void waitsForAConnectionForAsLongAsItTakes() {
        var patient = todos.call(
                "getTodos",
                String.class,
                CallOptions.builder()
                        .withoutConnection(WithoutConnection.WAIT)
                        .timeout(Duration.ofSeconds(3))
                        .build());
        server.refuse(503, Map.of("retry-after", "3600"));
        time.advance(Duration.ofHours(1).minusSeconds(10));
        assertThat(patient).isNotDone();
        reconnectExtended();
        assertThat(server.untaken()).hasSize(1);
        time.advance(Duration.ofMillis(2_900));
        assertThat(patient).as("the timeout begins when it is sent").isNotDone();
        time.advance(Duration.ofMillis(100));
        assertThat(errorOf(patient)).isInstanceOf(CallTimeoutException.class).hasMessageContaining("no response");
    }

    @Test
    void failsWhatWaitsWhenNoConnectionIsToCome() {
        var before = todos.call(
                "getTodos",
                String.class,
                CallOptions.builder().withoutConnection(WithoutConnection.WAIT).build());
        server.refuse(401, Map.of());
        assertThat(errorOf(before)).isInstanceOf(NotConnectedException.class).hasMessageContaining("401");
        assertThat(errorOf(todos.call("getTodos", String.class, CallOptions.WHEN_CONNECTED)))
                .as("nor does another wait")
                .isInstanceOf(NotConnectedException.class)
                .hasMessageContaining("401");

        client.reconnectNow();
        var after = todos.call("getTodos", String.class, CallOptions.WHEN_CONNECTED);
        server.acceptExtended();
        answer("\"x\"");
        assertThat(after).isCompletedWithValue("x");
    }

    @Test
    void doesNotLetAnyNumberOfCallsWait() {
        var patient =
                CallOptions.builder().withoutConnection(WithoutConnection.WAIT).build();
        for (int i = 0; i < 10_000; i++) {
            assertThat(todos.call("getTodos", String.class, patient)).isNotDone();
        }
        assertThat(errorOf(todos.call("getTodos", String.class, patient)))
                .isInstanceOf(NotConnectedException.class)
                .hasMessageContaining("10000 calls wait");
        server.acceptExtended();
        assertThat(server.untaken()).hasSize(10_000);
    }

    @Test
    void sendsAnIdempotentCallAgainButNotBeyondItsTimeout() {
        server.acceptExtended();
        var again = todos.call(
                "getTodos",
                String.class,
                CallOptions.builder()
                        .idempotent(true)
                        .timeout(Duration.ofSeconds(30))
                        .build());
        server.lose("cut");
        time.advance(Duration.ofSeconds(1));
        server.refuse(503, Map.of("retry-after", "60"));
        time.advance(Duration.ofSeconds(29));
        assertThat(errorOf(again)).isInstanceOf(CallTimeoutException.class);
        reconnectExtended();
        assertThat(server.untaken()).isEmpty();
    }

    @Test
    void saysThatTheOutcomeIsUnknownWhenTheLineIsCut() {
        server.acceptExtended();
        var once = todos.call("addTodo", String.class, "a");
        var again = todos.call(
                "getTodos", String.class, CallOptions.builder().idempotent(true).build());
        server.lose("cut");
        assertThat(errorOf(once)).isInstanceOf(OutcomeUnknownException.class).hasMessageContaining("cut");
        assertThat(again).isNotDone();
        reconnectExtended();
        assertThat(server.untaken()).hasSize(1);
        answer("\"x\"");
        assertThat(again).isCompletedWithValue("x");
    }

    @Test
    void neverSaysThatACallWasNotSentWhichWasAndCouldNotBeSentAgain() {
        server.acceptExtended();
        var offline = todos.call(
                "getTodos", String.class, CallOptions.builder().idempotent(true).build());
        var late = todos.call(
                "getTodos",
                String.class,
                CallOptions.builder()
                        .idempotent(true)
                        .timeout(Duration.ofMillis(1))
                        .build());
        server.lose("cut");
        time.advance(Duration.ofSeconds(1));
        server.refuse(401, Map.of());
        assertThat(errorOf(late))
                .isInstanceOf(CallTimeoutException.class)
                .hasMessageContaining("was sent")
                .hasMessageContaining("it may still be done");
        assertThat(errorOf(offline)).isInstanceOf(OutcomeUnknownException.class).hasMessageContaining("401");
    }

    @Test
    void timesOutAndIgnoresTheLateResponse() {
        server.acceptExtended();
        var slow = todos.call(
                "getTodos",
                String.class,
                CallOptions.builder().timeout(Duration.ofSeconds(3)).build());
        time.advance(Duration.ofSeconds(3));
        assertThat(errorOf(slow)).isInstanceOf(CallTimeoutException.class).hasMessageContaining("within 3 s");
        answer("\"late\"");
        assertThat(slow).isCompletedExceptionally();
    }

    @Test
    void saysWhenACallIsTooLargeForAPlainPeer() {
        server.acceptPlain();
        String large = "x".repeat(20_000);
        assertThat(errorOf(todos.call("addTodo", String.class, large)))
                .isInstanceOf(MessageTooLargeException.class)
                .hasMessageContaining("16384");
        assertThat(server.untaken()).isEmpty();
        server.lose("cut");
        reconnectExtended();
        assertThat(todos.call("addTodo", String.class, large)).isNotDone();
        assertThat(server.untaken()).hasSize(1);
    }

    @Test
    void saysWhatItCannotRead() {
        server.acceptExtended();
        var result = todos.call("pendingCount", Integer.class);
        answer("{\"count\":1}");
        assertThat(errorOf(result)).isInstanceOf(PayloadException.class).hasMessageContaining("pendingCount");
    }

    @Test
    void failsWhatIsPendingWhenTheClientIsClosed() {
        server.acceptExtended();
        var pending = todos.call("getTodos", String.class);
        client.close();
        assertThat(errorOf(pending)).isInstanceOf(ClientClosedException.class);
        assertThat(errorOf(todos.call("getTodos", String.class))).isInstanceOf(ClientClosedException.class);
    }

    interface TodoMethods {
        CompletableFuture<List<String>> getTodos();

        @RemoteMethod("$s6Shared8TodoListC03addB05titleAA0B4ItemVSS_tYaKFTE")
        CompletableFuture<String> addTodo(String title);

        ActorStream<Integer> observeState();

        default String name() {
            return "todo methods";
        }
    }

    interface Misnamed {
        ActorStream<Integer> watch();
    }

    @Test
    void callsThroughAJavaInterface() {
        server.acceptExtended();
        TodoMethods methods = todos.as(TodoMethods.class);
        var list = methods.getTodos();
        answer("[\"a\",\"b\"]");
        assertThat(list).isCompletedWithValue(List.of("a", "b"));

        var added = methods.addTodo("Buy milk");
        InvocationEnvelope invocation = server.take(InvocationEnvelope.class);
        assertThat(invocation.targetIdentifier()).startsWith("$s6Shared8TodoListC");
        server.send(new ResponseEnvelope(invocation.callID(), Bytes.utf8("\"id\""), null));
        assertThat(added).isCompletedWithValue("id");

        methods.observeState().listen(event -> {});
        assertThat(server.take(InvocationEnvelope.class).targetIdentifier()).isEqualTo("observeState");
        assertThat(methods.name()).isEqualTo("todo methods");
        assertThat(methods).hasToString("TodoMethods at todos").isEqualTo(methods);
    }

    @Test
    void refusesAnInterfaceThatWouldNotStream() {
        assertThatThrownBy(() -> todos.as(Misnamed.class)).hasMessageContaining("begins with 'observe'");
        assertThatThrownBy(() -> todos.as(String.class)).hasMessageContaining("expected an interface");
        assertThatThrownBy(() -> todos.observe("state", Integer.class)).hasMessageContaining("'observe'");
    }

    @Test
    @SuppressWarnings("NullAway") // Code that nobody checks may pass null.
    void saysWhatIsExpectedInsteadOfNull() {
        assertThatThrownBy(() -> todos.call(null, String.class))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("expected the name of the method to call");
        assertThatThrownBy(() -> todos.observe(null, String.class))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("expected the name of the method to observe");
        assertThatThrownBy(() -> todos.call("add", (Class<String>) null)).hasMessageContaining("use Void.class");
        assertThatThrownBy(() -> todos.call("add", (TypeReference<String>) null, CallOptions.DEFAULT))
                .hasMessageContaining("use Void.class");
        assertThatThrownBy(() -> todos.observe("observeState", (Class<String>) null))
                .hasMessageContaining("expected the type of the states");
        assertThatThrownBy(() -> todos.observe("observeState", (TypeReference<String>) null, StreamOptions.DEFAULT))
                .hasMessageContaining("expected the type of the states");
    }

    @Test
    void saysWhyThereHasBeenNoConnectionYet() {
        server.lose("the certificate is not trusted");

        assertThat(errorOf(todos.call("getTodos", String.class)))
                .isInstanceOf(NotConnectedException.class)
                .hasMessageContaining("the certificate is not trusted");
    }
}
