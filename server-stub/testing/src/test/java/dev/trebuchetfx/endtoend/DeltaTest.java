// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.ActorRef;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.StubServerBuilder;
import dev.trebuchetfx.testing.Clients;
import dev.trebuchetfx.testing.TrebuchetSetup;
import dev.trebuchetfx.testing.TrebuchetTest;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes instead of states, the whole way over a real socket: live, replayed, and beside a subscriber of whole states. */
@Timeout(60)
@TrebuchetTest
class DeltaTest {
    private static final StreamOptions STATES =
            StreamOptions.builder().everyUpdate(10_000).build();
    private static final StreamOptions DELTAS =
            STATES.toBuilder().deltas(Deltas.AUTOMATIC).build();
    private static final BackoffPolicy WHEN_ASKED = BackoffPolicy.builder()
            .between(Duration.ofDays(365), Duration.ofDays(365))
            .maxAttempts(1_000)
            .resetAfter(Duration.ofSeconds(10))
            .build();

    record Todo(String id, String title, boolean isCompleted) {}

    record Todos(List<Todo> todos, int pendingCount) {}

    private StubServer server;
    private TrebuchetClient client;
    private TrebuchetClient elsewhere;
    private final Recorder<Todos> deltas = new Recorder<>();
    private final Recorder<Todos> states = new Recorder<>();
    private final Queue<StreamDataEnvelope> received = new ConcurrentLinkedQueue<>();

    @TrebuchetSetup
    void setUp(StubServerBuilder builder) {
        builder.bundledActors();
    }

    @BeforeEach
    void start(StubServer given, Clients clients) {
        server = given;
        client = clients.connect(builder -> builder.backoff(WHEN_ASKED).tap(event -> {
            if (event instanceof TapEvent.MessageReceived message
                    && message.envelope() instanceof StreamDataEnvelope data) {
                received.add(data);
            }
        }));
        elsewhere = clients.connect();
        for (int i = 0; i < 50; i++) {
            call("addTodo", "Task number " + i);
        }
        client.actor("todos").observe("observeState", Todos.class, DELTAS).listen(deltas);
        elsewhere.actor("todos").observe("observeState", Todos.class, STATES).listen(states);
        await().until(() -> deltas.freshness() == Freshness.LIVE && states.freshness() == Freshness.LIVE);
    }

    private void call(String method, Object... arguments) {
        ActorRef todos = elsewhere.actor("todos");
        todos.call(method, Object.class, CallOptions.WHEN_CONNECTED, arguments).join();
    }

    private void awaitEqual() {
        await().untilAsserted(() -> {
            assertThat(deltas.newest()).isEqualTo(states.newest());
            assertThat(deltas.freshness()).isEqualTo(Freshness.LIVE);
        });
    }

    @Test
    void whatChangedTravelsAndTheWholeStateIsShown() {
        Todos before = deltas.newest();
        String id = before.todos().get(20).id();
        call("updateTodo", id, "Buy milk");
        await().until(() -> deltas.newest().todos().get(20).title().equals("Buy milk"));
        awaitEqual();

        assertThat(deltas.updates())
                .extracting(StreamEvent.Update::kind)
                .containsExactly(UpdateKind.FULL, UpdateKind.DELTA);
        for (int i = 0; i < 50; i++) {
            if (i != 20) {
                assertThat(deltas.newest().todos().get(i))
                        .isSameAs(before.todos().get(i));
            }
        }
        List<StreamDataEnvelope> all = List.copyOf(received);
        assertThat(all.get(0).data().size()).isGreaterThan(5_000);
        assertThat(all.get(1).data().size()).isLessThan(200);
    }

    @Test
    void whatWasMissedIsReplayedAsChanges() {
        server.faults().cut(deltas.updates().getLast().streamID());
        await().until(() -> client.connectionState() instanceof ConnectionState.Reconnecting);
        received.clear();
        List<Todo> todos = deltas.newest().todos();
        for (int i = 0; i < 10; i++) {
            call(i % 2 == 0 ? "toggleTodo" : "deleteTodo", todos.get(i).id());
        }
        client.reconnectNow();
        awaitEqual();

        assertThat(deltas.resumes().getLast().outcome()).isEqualTo(ResumeOutcome.REPLAYED);
        assertThat(deltas.updates().stream()
                        .filter(update -> update.kind() == UpdateKind.REPLAY)
                        .count())
                .isEqualTo(10);
        assertThat(received).hasSize(10).allMatch(data -> data.data().size() < 300);
        assertThat(deltas.has(StreamEvent.Undecodable.class)).isFalse();
    }

    @Test
    void aRestartBeginsWithTheWholeStateAndGoesOnWithChanges() {
        server.faults().cut(deltas.updates().getLast().streamID());
        await().until(() -> client.connectionState() instanceof ConnectionState.Reconnecting);
        server.faults().expire(deltas.updates().getLast().streamID()).join();
        call("addTodo", "One more");
        client.reconnectNow();
        awaitEqual();
        call("addTodo", "And another");
        awaitEqual();

        assertThat(deltas.resumes().getLast().outcome()).isEqualTo(ResumeOutcome.RESTARTED);
        assertThat(deltas.updates())
                .extracting(StreamEvent.Update::kind)
                .containsExactly(UpdateKind.FULL, UpdateKind.FULL, UpdateKind.DELTA);
    }
}
