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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.scene.Scene;
import javafx.scene.chart.LineChart;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.XYChart;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.cell.TextFieldTableCell;
import org.jspecify.annotations.Nullable;
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
        @Nullable
        String titleOf(UUID id) {
            return todos.stream()
                    .filter(todo -> todo.id().equals(id))
                    .map(Todo::title)
                    .findFirst()
                    .orElse(null);
        }

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
        assertThat(count).isEqualTo(6);
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
            todos.afterUpdates().execute(() -> notice.setText("Not renamed: " + why.getMessage()));
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

    @Test
    void aFormKeepsWhatAPersonTypesAndSaysWhatChangedElsewhere(TrebuchetClient client) {
        UUID id = add(client, "Milk").id();
        ObservableActor<Todos> todos = ObservableActor.observe(client, "todos", "observeState", Todos.class);
        Form form = callOnFx(() -> form(todos, id));
        await().until(() -> callOnFx(() -> form.title().getText().equals("Milk")));
        onFx(() -> {
            assertThat(form.save().isDisabled()).isTrue();
            form.title().setText(" ");
            assertThat(form.save().isDisabled()).isTrue();
            form.title().setText("Oat milk");
            assertThat(form.save().isDisabled()).isFalse();
        });
        client.actor("todos").call("updateTodo", Void.class, id, "Soy milk").join();
        await().until(() -> callOnFx(() -> form.problem().getText().equals("Changed elsewhere to: Soy milk")));
        onFx(() -> {
            assertThat(form.title().getText()).isEqualTo("Oat milk");
            form.save().fire();
        });
        awaitTitle(todos, "Oat milk");
        assertThat(callOnFx(() -> form.save().isDisabled())).isTrue();
        assertThat(callOnFx(() -> form.problem().getText())).isEmpty();
        onFx(todos::close);
    }

    private record Form(TextField title, Label problem, Button save) {}

    private static Form form(ObservableActor<Todos> todos, UUID id) {
        TextField title = new TextField();
        Label problem = new Label();
        Button save = new Button("Save");
        ReadOnlyObjectProperty<@Nullable String> known = todos.select(state -> state.titleOf(id));
        known.subscribe((before, now) -> {
            String theirs = Objects.requireNonNullElse(now, "");
            if (title.getText().equals(Objects.requireNonNullElse(before, ""))) {
                title.setText(theirs);
            } else if (!title.getText().equals(theirs)) {
                problem.setText("Changed elsewhere to: " + theirs);
            }
        });
        BooleanBinding valid = Bindings.createBooleanBinding(
                () -> !title.getText().isBlank() && title.getText().length() <= 200, title.textProperty());
        BooleanBinding same =
                Bindings.createBooleanBinding(() -> title.getText().equals(known.get()), title.textProperty(), known);
        save.disableProperty().bind(valid.not().or(same));
        save.setOnAction(pressed -> {
            String text = title.getText();
            problem.setText("");
            todos.change(state -> state.renamed(id, text), RemoteCall.of("updateTodo", Void.class, id, text))
                    .result()
                    .exceptionally(why -> {
                        todos.afterUpdates().execute(() -> problem.setText(why.getMessage()));
                        return null;
                    });
        });
        return new Form(title, problem, save);
    }

    @Test
    void aChartTakesAPointForEachState(TrebuchetClient client) {
        ObservableActor<Todos> todos = ObservableActor.observe(client, "todos", "observeState", Todos.class);
        LineChart<Number, Number> chart = callOnFx(() -> chart(todos));
        add(client, "Milk");
        await().until(() -> callOnFx(() -> {
            var points = chart.getData().getFirst().getData();
            return !points.isEmpty() && points.getLast().getYValue().intValue() == 1;
        }));
        onFx(todos::close);
    }

    private static LineChart<Number, Number> chart(ObservableActor<Todos> todos) {
        LineChart<Number, Number> chart = new LineChart<>(new NumberAxis(), new NumberAxis());
        chart.setAnimated(false);
        XYChart.Series<Number, Number> open = new XYChart.Series<>();
        chart.getData().add(open);
        todos.stateProperty().subscribe(state -> {
            Instant time = todos.getLastUpdated();
            if (state != null && time != null) {
                open.getData().add(new XYChart.Data<>(time.getEpochSecond(), state.pendingCount()));
                if (open.getData().size() > 500) {
                    open.getData().removeFirst();
                }
            }
        });
        return chart;
    }
}
