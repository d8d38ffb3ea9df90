// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.demo.model.FakeTodoService;
import dev.trebuchetfx.demo.model.TodoItem;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several rows moved together, by mouse and by key. */
class DragSeveralTest {
    private final TodoWindowFixture window =
            TodoWindowFixture.open(FakeTodoService.with("Milk", "Bread", "Eggs", "Salt", "Jam"));

    @AfterEach
    void close() {
        window.close();
    }

    private void press(KeyCode... keys) {
        window.robot.press(keys).release(keys);
        window.settle();
    }

    private TodoCell row(String title) {
        return window.robot.lookup(".todo-cell").queryAllAs(TodoCell.class).stream()
                .filter(cell -> cell.getItem() != null && cell.getItem().title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    private Node title(String text) {
        return row(text).lookup(".todo-title");
    }

    /** Selects rows. The robot's clicks do not have the keys that are pressed. */
    private void choose(String... titles) {
        window.fx(() -> {
            window.list().getSelectionModel().clearSelection();
            for (String each : titles) {
                window.list().getSelectionModel().select(row(each).getIndex());
            }
            window.list().requestFocus();
        });
    }

    private List<String> chosen() {
        return window.list().getSelectionModel().getSelectedItems().stream()
                .map(TodoItem::title)
                .toList();
    }

    private void beginDrag(String from, String to, double part) {
        window.robot.moveTo(title(from)).press(MouseButton.PRIMARY);
        Bounds target = row(to).localToScreen(row(to).getLayoutBounds());
        window.robot.moveTo(target.getMinX() + 120, target.getMinY() + target.getHeight() * part);
        window.settle();
    }

    private void drop() {
        window.robot.release(MouseButton.PRIMARY);
        window.settle();
    }

    private Label view() {
        return window.robot.lookup(".drag-view").queryAs(Label.class);
    }

    private List<String> dimmed() {
        return window.robot.lookup(".todo-cell").queryAllAs(TodoCell.class).stream()
                .filter(cell -> cell.getItem() != null && cell.lookup(".row").getOpacity() < 1)
                .map(cell -> cell.getItem().title())
                .toList();
    }

    @Test
    void theMouseDragsAllThatAreSelectedAndTheViewCountsThem() {
        choose("Milk", "Eggs", "Jam");
        beginDrag("Eggs", "Bread", 0.9);
        assertThat(view().isVisible()).isTrue();
        assertThat(view().getText()).isEqualTo("3 todos");
        assertThat(dimmed()).containsExactlyInAnyOrder("Milk", "Eggs", "Jam");
        window.picture("26-dragging-several");
        drop();
        assertThat(window.service.titles()).containsExactly("Bread", "Milk", "Eggs", "Jam", "Salt");
        assertThat(view().isVisible()).isFalse();
        assertThat(dimmed()).isEmpty();
        assertThat(chosen()).as("what was moved stays selected").containsExactlyInAnyOrder("Milk", "Eggs", "Jam");

        press(KeyCode.SHORTCUT, KeyCode.Z);
        assertThat(window.service.titles()).containsExactly("Milk", "Bread", "Eggs", "Salt", "Jam");
    }

    @Test
    void aRowThatIsNotSelectedIsDraggedAlone() {
        choose("Milk", "Eggs");
        beginDrag("Jam", "Milk", 0.1);
        assertThat(view().getText()).isEqualTo("“Jam”");
        drop();
        assertThat(window.service.titles()).containsExactly("Jam", "Milk", "Bread", "Eggs", "Salt");
    }

    @Test
    void aClickOnOneOfSeveralSelectsItAloneAndTwoEditIt() {
        choose("Milk", "Eggs", "Jam");
        window.robot.clickOn(title("Eggs"));
        window.settle();
        assertThat(chosen()).containsExactly("Eggs");
        choose("Milk", "Eggs");
        window.robot.doubleClickOn(title("Milk"));
        window.settle();
        assertThat(window.node("#title-editor").isFocused()).isTrue();
    }

    @Test
    void escapeGivesUpTheDragOfSeveralAndKeepsTheSelection() {
        choose("Milk", "Eggs");
        beginDrag("Milk", "Jam", 0.9);
        press(KeyCode.ESCAPE);
        drop();
        assertThat(view().isVisible()).isFalse();
        assertThat(window.service.titles()).containsExactly("Milk", "Bread", "Eggs", "Salt", "Jam");
        assertThat(chosen()).containsExactlyInAnyOrder("Milk", "Eggs");
    }

    @Test
    void theKeyboardMovesAllThatAreSelected() {
        press(KeyCode.DOWN);
        press(KeyCode.SHIFT, KeyCode.DOWN);
        press(KeyCode.ALT, KeyCode.DOWN);
        assertThat(window.service.titles()).containsExactly("Eggs", "Milk", "Bread", "Salt", "Jam");
        assertThat(chosen()).containsExactlyInAnyOrder("Milk", "Bread");
        press(KeyCode.ALT, KeyCode.DOWN);
        assertThat(window.service.titles()).containsExactly("Eggs", "Salt", "Milk", "Bread", "Jam");
        press(KeyCode.SHORTCUT, KeyCode.Z);
        press(KeyCode.SHORTCUT, KeyCode.Z);
        assertThat(window.service.titles()).containsExactly("Milk", "Bread", "Eggs", "Salt", "Jam");
    }

    @Test
    void theViewStaysWithinTheList() {
        choose("Milk", "Eggs");
        beginDrag("Milk", "Jam", 0.9);
        Bounds list = window.list().localToScene(window.list().getBoundsInLocal());
        window.robot.moveBy(2_000, 0);
        window.settle();
        assertThat(view().localToScene(view().getLayoutBounds()).getMaxX()).isLessThanOrEqualTo(list.getMaxX());
        drop();
    }

    @Test
    void theListMayChangeElsewhereWhileRowsAreDragged() {
        choose("Milk", "Eggs");
        beginDrag("Milk", "Jam", 0.9);
        window.fx(() ->
                window.service.todos().set(0, window.service.todos().getFirst().withTitle("Oat milk")));
        window.fx(() -> window.service.todos().removeIf(todo -> todo.title().equals("Bread")));
        window.robot.moveBy(0, -1);
        window.robot.moveBy(0, 1);
        window.settle();
        drop();
        assertThat(window.service.titles()).containsExactly("Salt", "Jam", "Oat milk", "Eggs");
    }
}
