// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import static dev.trebuchetfx.bindings.FxToolkitExtension.callOnFx;
import static dev.trebuchetfx.bindings.FxToolkitExtension.onFx;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.change.ChangeStatus;
import dev.trebuchetfx.client.change.PendingChange;
import dev.trebuchetfx.client.change.RemoteCall;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.server.StubFaults;
import dev.trebuchetfx.server.StubServerBuilder;
import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.testing.Clients;
import dev.trebuchetfx.testing.TrebuchetSetup;
import dev.trebuchetfx.testing.TrebuchetTest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javafx.collections.ObservableList;
import javafx.scene.Scene;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.cell.TextFieldTableCell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Changes that show before the server has made them, in a table that a person edits. */
@ExtendWith(FxToolkitExtension.class)
@Timeout(60)
@TrebuchetTest
class ChangeTest {
    record Entry(String id, String title) {
        Entry titled(String newTitle) {
            return new Entry(id, newTitle);
        }
    }

    record Entries(List<Entry> todos) {
        Entries with(String id, UnaryOperator<Entry> change) {
            List<Entry> next = new ArrayList<>();
            todos.forEach(entry -> next.add(entry.id().equals(id) ? change.apply(entry) : entry));
            return new Entries(List.copyOf(next));
        }
    }

    @TrebuchetSetup
    void setUp(StubServerBuilder builder) {
        builder.bundledActors()
                .store(new InMemoryStateStore(LogRetention.DEFAULT, InstantSource.system(), UUID::randomUUID));
    }

    private static Entry add(TrebuchetClient client, String title) {
        return client.actor("todos")
                .call("addTodo", Entry.class, CallOptions.WHEN_CONNECTED, title)
                .join();
    }

    private static PendingChange<Void> rename(ObservableActor<Entries> actor, String id, String title) {
        return actor.change(
                state -> state.with(id, entry -> entry.titled(title)),
                RemoteCall.of("updateTodo", Void.class, id, title));
    }

    private static void awaitLive(ObservableActor<Entries> actor) {
        await().until(() -> callOnFx(() -> actor.getFreshness() == Freshness.LIVE));
    }

    private static void awaitCut(ObservableActor<Entries> actor) {
        await().until(() -> callOnFx(() -> !(actor.getConnectionState() instanceof ConnectionState.Connected)));
    }

    @Test
    void anEditInProgressSurvivesUpdatesAndACommitOfflineIsPendingUntilItIsConfirmed(
            TrebuchetClient client, Clients clients, StubFaults faults) {
        Entry milk = add(client, "Milk");
        Entry bread = add(client, "Bread");
        ObservableActor<Entries> actor = ObservableActor.observe(client, "todos", "observeState", Entries.class);
        ObservableList<LiveItem<Entry>> items = callOnFx(() -> actor.items(Entries::todos, Entry::id));
        TableColumn<LiveItem<Entry>, String> title = new TableColumn<>("Title");
        TableView<LiveItem<Entry>> table = callOnFx(() -> {
            title.setCellValueFactory(row -> row.getValue().select(Entry::title));
            title.setCellFactory(TextFieldTableCell.forTableColumn());
            title.setOnEditCommit(
                    edit -> rename(actor, (String) edit.getRowValue().id(), edit.getNewValue()));
            TableView<LiveItem<Entry>> view = new TableView<>(items);
            view.getColumns().add(title);
            view.setEditable(true);
            new Scene(view, 300, 200);
            view.applyCss();
            view.layout();
            return view;
        });
        awaitLive(actor);
        LiveItem<Entry> first = callOnFx(() -> items.stream()
                .filter(item -> item.id().equals(milk.id()))
                .findFirst()
                .orElseThrow());

        onFx(() -> table.edit(items.indexOf(first), title));
        assertThat(callOnFx(table::getEditingCell)).isNotNull();
        clients.connect()
                .actor("todos")
                .call("updateTodo", Void.class, bread.id(), "Rye")
                .join();
        await().until(() -> callOnFx(
                () -> items.stream().anyMatch(item -> item.getValue().title().equals("Rye"))));
        assertThat(callOnFx(table::getEditingCell)).as("the edit goes on").isNotNull();

        faults.cut(Duration.ofSeconds(1));
        awaitCut(actor);
        PendingChange<Void> change = callOnFx(() -> {
            title.getOnEditCommit()
                    .handle(new TableColumn.CellEditEvent<>(
                            table,
                            new javafx.scene.control.TablePosition<>(table, items.indexOf(first), title),
                            TableColumn.editCommitEvent(),
                            "Oat milk"));
            return rename(actor, bread.id(), "Rye bread");
        });
        await().until(() ->
                callOnFx(() -> first.isPending() && first.getValue().title().equals("Oat milk")));
        assertThat(callOnFx(actor::getPendingChanges))
                .extracting(PendingChange::targetIdentifier)
                .containsExactly("updateTodo", "updateTodo");

        change.result().join();
        await().until(() -> callOnFx(() -> actor.getPendingChanges().isEmpty() && !first.isPending()));
        assertThat(change.status()).isEqualTo(ChangeStatus.SHOWN);
        assertThat(callOnFx(() -> Objects.requireNonNull(actor.getState()).todos()))
                .extracting(Entry::title)
                .containsExactlyInAnyOrder("Oat milk", "Rye bread");
        onFx(actor::close);
    }

    @Test
    void whatTheServerRefusesGoesBackWithItsReason(TrebuchetClient client) {
        Entry milk = add(client, "Milk");
        ObservableActor<Entries> actor = ObservableActor.observe(client, "todos", "observeState", Entries.class);
        awaitLive(actor);
        PendingChange<Void> change = actor.change(
                state -> state.with(milk.id(), entry -> entry.titled("Cream")),
                RemoteCall.of("updateTodo", Void.class, UUID.randomUUID(), "Cream"));
        assertThatThrownBy(() -> change.result().join()).hasMessageContaining("updateTodo");
        await().until(() -> callOnFx(() -> actor.getPendingChanges().isEmpty()
                && Objects.requireNonNull(actor.getState()).todos().contains(milk)));
        onFx(actor::close);
    }

    @Test
    void anActorOfATestCanNotBeChanged() {
        ObservableActor<Entries> actor = ObservableActor.of(new FakeSource<>(), new ManualPulse());
        assertThatThrownBy(() -> rename(actor, "1", "title"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Expected an actor that observes a client's stream");
    }
}
