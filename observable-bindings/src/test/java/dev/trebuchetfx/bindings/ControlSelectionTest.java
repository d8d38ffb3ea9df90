// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import static dev.trebuchetfx.bindings.FxToolkitExtension.onFx;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real control keeps its selection and focus on the item, whatever happens around it in one pulse. */
@ExtendWith(FxToolkitExtension.class)
class ControlSelectionTest {
    private static final List<Todo> FIVE = List.of(Todo.of(1), Todo.of(2), Todo.of(3), Todo.of(4), Todo.of(5));

    private FakeSource<List<Todo>> source = new FakeSource<>();
    private ManualPulse pulse = new ManualPulse();
    private ObservableActor<List<Todo>> actor = ObservableActor.of(source, pulse);
    private ListView<Todo> view = new ListView<>();

    @BeforeEach
    void showFive() {
        onFx(() -> {
            show(FIVE);
            view.setItems(actor.list(Function.identity(), Todo::id));
            Stage stage = new Stage();
            stage.setScene(new Scene(view, 200, 200));
            stage.show();
            view.getSelectionModel().select(Todo.of(3));
        });
    }

    private void show(List<Todo> todos) {
        source.update(todos);
        pulse.run();
    }

    private void assertSelectedAndFocused(Todo todo) {
        assertThat(view.getSelectionModel().getSelectedItem()).isEqualTo(todo);
        assertThat(view.getSelectionModel().getSelectedItems()).containsExactly(todo);
        assertThat(view.getFocusModel().getFocusedItem()).isEqualTo(todo);
        assertThat(view.getItems().get(view.getSelectionModel().getSelectedIndex()))
                .isEqualTo(todo);
    }

    @Test
    void insertAboveKeepsIt() {
        onFx(() -> {
            show(List.of(Todo.of(9), Todo.of(1), Todo.of(2), Todo.of(3), Todo.of(4), Todo.of(5)));
            assertSelectedAndFocused(Todo.of(3));
        });
    }

    @Test
    void removalOfAnotherKeepsIt() {
        onFx(() -> {
            show(List.of(Todo.of(2), Todo.of(3), Todo.of(4), Todo.of(5)));
            assertSelectedAndFocused(Todo.of(3));
        });
    }

    @Test
    void changeOfTheItemKeepsIt() {
        onFx(() -> {
            Todo renamed = Todo.of(3).renamed("new");
            show(List.of(Todo.of(1), Todo.of(2), renamed, Todo.of(4), Todo.of(5)));
            assertSelectedAndFocused(renamed);
        });
    }

    @Test
    void changeOfTheOnlyItemKeepsIt() {
        onFx(() -> {
            show(List.of(Todo.of(3)));
            assertSelectedAndFocused(Todo.of(3));
            Todo renamed = Todo.of(3).renamed("new");
            show(List.of(renamed));
            assertSelectedAndFocused(renamed);
        });
    }

    @Test
    void changeOfAllItemsKeepsIt() {
        onFx(() -> {
            show(FIVE.stream().map(todo -> todo.renamed("new")).toList());
            assertSelectedAndFocused(Todo.of(3).renamed("new"));
        });
    }

    @Test
    void moveOfTheItemKeepsIt() {
        onFx(() -> {
            show(List.of(Todo.of(3), Todo.of(1), Todo.of(2), Todo.of(4), Todo.of(5)));
            assertSelectedAndFocused(Todo.of(3));
        });
    }

    @Test
    void everythingAtOnceKeepsIt() {
        onFx(() -> {
            Todo renamed = Todo.of(3).renamed("new");
            show(List.of(Todo.of(8), renamed, Todo.of(7), Todo.of(5).renamed("x"), Todo.of(1), Todo.of(9)));
            assertSelectedAndFocused(renamed);
        });
    }

    @Test
    void removalOfTheItemSelectsANeighbour() {
        onFx(() -> {
            show(List.of(Todo.of(1), Todo.of(2), Todo.of(4), Todo.of(5)));
            assertThat(view.getSelectionModel().getSelectedItem()).isEqualTo(Todo.of(2));
        });
    }
}
