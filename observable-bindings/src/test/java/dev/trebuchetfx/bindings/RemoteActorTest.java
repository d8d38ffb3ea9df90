// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import static dev.trebuchetfx.bindings.FxToolkitExtension.callOnFx;
import static dev.trebuchetfx.bindings.FxToolkitExtension.onFx;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.ActorRef;
import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.StubServerBuilder;
import dev.trebuchetfx.testing.TrebuchetSetup;
import dev.trebuchetfx.testing.TrebuchetTest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.collections.ObservableList;
import javafx.scene.control.ListView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole way: an actor at a server, a client, the toolkit's own pulses and a control. */
@ExtendWith(FxToolkitExtension.class)
@Timeout(60)
@TrebuchetTest
class RemoteActorTest {

    /** A to-do of the bundled actor, as far as this test looks. */
    record Entry(String id, String title) {}

    /** The bundled actor's state. */
    record Entries(List<Entry> todos) {}

    private StubServer server;
    private TrebuchetClient client;
    private ActorRef todos;

    @TrebuchetSetup
    void setUp(StubServerBuilder builder) {
        builder.bundledActors();
    }

    @BeforeEach
    void start(StubServer given, TrebuchetClient connected) {
        server = given;
        client = connected;
        todos = client.actor("todos");
    }

    private Entry add(String title) {
        return todos.call("addTodo", Entry.class, CallOptions.WHEN_CONNECTED, title)
                .join();
    }

    @Test
    void aListViewShowsTheActorAndKeepsItsSelection() {
        Entry first = add("first");
        Entry second = add("second");
        ObservableActor<Entries> actor = ObservableActor.of(client, todos.observe("observeState", Entries.class));
        ListView<Entry> view = callOnFx(() -> {
            ObservableList<Entry> items = actor.list(Entries::todos, Entry::id);
            return new ListView<>(items);
        });
        await().untilAsserted(() -> onFx(() -> {
            assertThat(view.getItems()).containsExactlyInAnyOrder(first, second);
            assertThat(actor.getFreshness()).isEqualTo(Freshness.LIVE);
            assertThat(actor.isStale()).isFalse();
            assertThat(actor.getConnectionState()).isInstanceOf(ConnectionState.Connected.class);
        }));
        onFx(() -> view.getSelectionModel().select(second));

        todos.call("deleteTodo", Void.class, first.id()).join();
        Entry third = add("third");

        await().untilAsserted(() -> onFx(() -> {
            assertThat(view.getItems()).containsExactlyInAnyOrder(second, third);
            assertThat(view.getSelectionModel().getSelectedItem()).isEqualTo(second);
        }));

        actor.close();
        await().untilAsserted(() -> {
            onFx(() -> assertThat(actor.isStale()).isTrue());
            assertThat(server.streams()).isEmpty();
        });
        onFx(() -> assertThat(view.getItems()).hasSize(2));
    }

    @Test
    void aCutIsShownAsStaleUntilTheStreamIsBack() {
        List<Boolean> stale = new CopyOnWriteArrayList<>();
        // In one task of the FX thread, so that no pulse comes before the listener.
        ObservableActor<Entries> actor = callOnFx(() -> {
            ObservableActor<Entries> bound = ObservableActor.of(client, todos.observe("observeState", Entries.class));
            bound.staleProperty().addListener((property, before, now) -> stale.add(now));
            return bound;
        });
        await().untilAsserted(() -> assertThat(stale).containsExactly(false));

        server.streams().forEach(stream -> server.faults().cut(stream.streamId()));

        await().untilAsserted(() -> assertThat(stale).containsExactly(false, true, false));
        onFx(() -> assertThat(actor.lastResumeProperty().get()).isNotNull());
        actor.close();
    }

    @Test
    void aStreamThatIsClosedUnderAnActorLeavesItStale() {
        ActorStream<Entries> stream = todos.observe("observeState", Entries.class);
        ObservableActor<Entries> actor = ObservableActor.of(client, stream);
        await().untilAsserted(() -> onFx(() -> assertThat(actor.isStale()).isFalse()));

        stream.close();

        await().untilAsserted(() -> onFx(() -> assertThat(actor.isStale()).isTrue()));
        onFx(() -> assertThat(actor.getState()).isNotNull());
        ObservableActor<Entries> later = ObservableActor.of(client, stream);
        await().untilAsserted(() -> onFx(() -> assertThat(later.getFreshness()).isEqualTo(Freshness.STALE)));
        actor.close();
        later.close();
    }

    @Test
    void twoActorsOfOneStreamGoOnUntilTheLastIsClosed() {
        ActorStream<Entries> stream = todos.observe("observeState", Entries.class);
        ObservableActor<Entries> one = ObservableActor.of(client, stream);
        ObservableActor<Entries> other = ObservableActor.of(client, stream);
        ObservableList<Entry> list = other.list(Entries::todos, Entry::id);
        await().untilAsserted(() -> onFx(() -> assertThat(other.isStale()).isFalse()));

        one.close();
        one.close();

        Entry entry = add("after the first was closed");
        await().untilAsserted(() -> onFx(() -> {
            assertThat(list).containsExactly(entry);
            assertThat(one.isStale()).isTrue();
            assertThat(other.isStale()).isFalse();
        }));
        other.close();
        await().untilAsserted(() -> assertThat(server.streams()).isEmpty());
    }
}
