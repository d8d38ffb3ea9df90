// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import static dev.trebuchetfx.bindings.FxToolkitExtension.callOnFx;
import static dev.trebuchetfx.bindings.FxToolkitExtension.onFx;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.change.ChangeOptions;
import dev.trebuchetfx.client.change.OfflineChanges;
import dev.trebuchetfx.client.change.PendingChange;
import dev.trebuchetfx.client.change.RemoteCall;
import dev.trebuchetfx.server.StubServerBuilder;
import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.testing.TrebuchetSetup;
import dev.trebuchetfx.testing.TrebuchetTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.cell.TextFieldTableCell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The snippets of docs/bindings.md, compiled and run. */
@ExtendWith(FxToolkitExtension.class)
@Timeout(60)
@TrebuchetTest
class BindingsGuideTest {
    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    record Todo(UUID id, String title) {}

    record Todos(List<Todo> todos, int pendingCount) {
        Todos renamed(UUID id, String title) {
            return new Todos(
                    todos.stream()
                            .map(todo -> todo.id().equals(id) ? new Todo(id, title) : todo)
                            .toList(),
                    pendingCount);
        }
    }

    @TrebuchetSetup
    void setUp(StubServerBuilder builder) {
        builder.bundledActors()
                .store(new InMemoryStateStore(LogRetention.DEFAULT, InstantSource.system(), UUID::randomUUID));
    }

    private static Todo add(TrebuchetClient client, String title) {
        return client.actor("todos").call("addTodo", Todo.class, title).join();
    }

    private static void awaitTitle(ObservableActor<Todos> todos, String title) {
        await().until(() -> callOnFx(() -> {
            Todos state = todos.getState();
            return state != null
                    && todos.getPendingChanges().isEmpty()
                    && state.todos().stream().anyMatch(todo -> todo.title().equals(title));
        }));
    }

    @Test
    void everySnippetIsCompiledHere() throws IOException {
        String guide = Files.readString(Path.of("../docs/bindings.md")).replace("\r\n", "\n");
        String source = withoutSpace(
                Files.readString(Path.of("src/test/java/dev/trebuchetfx/bindings/BindingsGuideTest.java")));
        Matcher snippets = SNIPPET.matcher(guide);
        int count = 0;
        while (snippets.find()) {
            count++;
            assertThat(source).contains(withoutSpace(snippets.group(1)));
        }
        assertThat(count).isEqualTo(4);
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }

    @Test
    void aTableIsEditedWhileItFollows(TrebuchetClient client) {
        UUID id = add(client, "Milk").id();
        ObservableActor<Todos> todos = ObservableActor.observe(client, "todos", "observeState", Todos.class);
        TableView<LiveItem<Todo>> table = callOnFx(() -> {
            TableView<LiveItem<Todo>> made = new TableView<>();
            fill(made, todos);
            made.setEditable(true);
            new Scene(made, 300, 200);
            made.applyCss();
            made.layout();
            return made;
        });
        awaitTitle(todos, "Milk");
        Label notice = callOnFx(Label::new);
        onFx(() -> {
            table.getSelectionModel().select(0);
            assertThat(table.getColumns().getFirst().getCellData(0)).isEqualTo("Milk");
            rename(todos, id, notice);
        });
        awaitTitle(todos, "Oat milk");
        assertThat(callOnFx(() -> table.getColumns().getFirst().getCellData(0))).isEqualTo("Oat milk");
        assertThat(callOnFx(() -> table.getSelectionModel().getSelectedIndex())).isZero();
        assertThat(callOnFx(notice::getText)).isEmpty();
        onFx(todos::close);
    }

    private static void fill(TableView<LiveItem<Todo>> table, ObservableActor<Todos> todos) {
        TableColumn<LiveItem<Todo>, String> title = new TableColumn<>("Title");
        title.setCellValueFactory(row -> row.getValue().select(Todo::title));
        title.setCellFactory(TextFieldTableCell.forTableColumn());
        title.setOnEditCommit(edit -> {
            UUID id = (UUID) edit.getRowValue().id();
            todos.change(
                    state -> state.renamed(id, edit.getNewValue()),
                    RemoteCall.of("updateTodo", Void.class, id, edit.getNewValue()));
        });
        table.getColumns().add(title);
        table.setItems(todos.items(Todos::todos, Todo::id));
        table.setRowFactory(view -> new TableRow<>() {
            @Override
            protected void updateItem(LiveItem<Todo> item, boolean empty) {
                super.updateItem(item, empty);
                opacityProperty().unbind();
                setOpacity(1);
                if (item != null) {
                    opacityProperty().bind(item.pendingProperty().map(pending -> pending ? 0.5 : 1.0));
                }
            }
        });
    }

    private static void rename(ObservableActor<Todos> todos, UUID id, Label notice) {
        PendingChange<Void> change = todos.change(
                state -> state.renamed(id, "Oat milk"), RemoteCall.of("updateTodo", Void.class, id, "Oat milk"));
        change.result().exceptionally(why -> {
            Platform.runLater(() -> notice.setText("Not renamed: " + why.getMessage()));
            return null;
        });
    }

    @Test
    void editsAreRegisteredByMethod(TrebuchetClient client) {
        UUID id = add(client, "Milk").id();
        ObservableActor<Todos> observed = registered(client, id);
        awaitTitle(observed, "Oat milk");
        assertThat(callOnFx(() -> Objects.requireNonNull(observed.getState()).todos()))
                .hasSize(1);
        onFx(observed::close);
    }

    private static ObservableActor<Todos> registered(TrebuchetClient client, UUID id) {
        ChangeOptions<Todos> options = ChangeOptions.<Todos>builder()
                .offline(OfflineChanges.KEPT)
                .edit(
                        "updateTodo",
                        (state, arguments) ->
                                state.renamed(arguments.get(0, UUID.class), arguments.get(1, String.class)))
                .build();
        ObservableActor<Todos> todos = ObservableActor.observe(client, "todos", "observeState", Todos.class, options);
        todos.change(RemoteCall.of("updateTodo", Void.class, id, "Oat milk"));
        return todos;
    }
}
