// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import dev.trebuchetfx.demo.model.TodoItem;
import dev.trebuchetfx.demo.model.TodoViewModel;
import dev.trebuchetfx.demo.text.Words;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/** The todos and what the keyboard does with them; something else where there are none. */
final class TodoListPane extends StackPane {
    private final TodoViewModel model;
    private final ListView<TodoItem> list = new ListView<>();
    private final DuePopOver due;
    private @Nullable UUID shown;

    TodoListPane(TodoViewModel model) {
        this.model = model;
        getStyleClass().add("todo-list-pane");
        list.setId("todos");
        list.getStyleClass().add("todo-list");
        list.setAccessibleText(Words.of("tab.todos"));
        due = new DuePopOver(model);
        list.setCellFactory(_ -> new TodoCell(model, (anchor, todo) -> due.show(anchor, List.of(todo))));
        list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        StableSelection.install(list, model.visible());
        model.lastAddedProperty().subscribe(_ -> showLastAdded());
        model.visible().addListener((ListChangeListener<TodoItem>) _ -> showLastAdded());
        RowDrag drag = new RowDrag(list, model::moveToGap);
        EmptyPane empty = new EmptyPane(model);
        list.visibleProperty().bind(empty.visibleProperty().not());
        getChildren().addAll(list, empty, drag.line(), drag.view());

        list.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        model.edit().idProperty().addListener((_, before, now) -> {
            // The editor may be gone from the scene by now; the focus is still with it until the next pulse.
            if (before != null && now == null && isFocusInEditor()) {
                list.requestFocus();
            }
        });
        sceneProperty().subscribe(this::watchFocus);
    }

    /** Moves the keyboard into the list; to its first row if none was chosen. */
    void focusList() {
        if (list.getSelectionModel().isEmpty() && !list.getItems().isEmpty()) {
            list.getSelectionModel().selectFirst();
        }
        list.requestFocus();
    }

    /** Scrolls to the todo that was added here last, once: when the list has it. */
    private void showLastAdded() {
        UUID added = model.lastAddedProperty().get();
        if (added == null || added.equals(shown)) {
            return;
        }
        for (int i = list.getItems().size() - 1; i >= 0; i--) {
            if (list.getItems().get(i).id().equals(added)) {
                shown = added;
                list.scrollTo(i);
                return;
            }
        }
    }

    /** Asks for the due date of all that are selected, beside the row that the keyboard is in. */
    private void askForDue() {
        int index = list.getSelectionModel().getSelectedIndex();
        Node anchor = dueButton(index);
        if (anchor == null) {
            list.scrollTo(index);
            list.layout();
            anchor = dueButton(index);
        }
        due.show(anchor == null ? list : anchor, selected());
    }

    private @Nullable Node dueButton(int index) {
        return list.lookupAll(".todo-cell").stream()
                .filter(node -> node instanceof TodoCell cell && cell.isVisible() && cell.getIndex() == index)
                .map(cell -> cell.lookup(".due-button"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private void watchFocus(@Nullable Scene scene) {
        if (scene == null) {
            due.hide();
        } else {
            scene.focusOwnerProperty().addListener((_, before, now) -> focusMoved(before, now));
        }
    }

    /** Leaving an editor commits, unless somebody else was quicker: then a person chooses. An editor that moves to another row, since the list changed, was not left. */
    private void focusMoved(@Nullable Node before, @Nullable Node now) {
        if (TitleEditor.isPartOfEditor(before)
                && now != null
                && !TitleEditor.isPartOfEditor(now)
                && !model.edit().isOvertaken()) {
            model.edit().commit();
        }
    }

    private boolean isFocusInEditor() {
        Scene scene = getScene();
        return scene != null && TitleEditor.isPartOfEditor(scene.getFocusOwner());
    }

    private void pressed(KeyEvent event) {
        TodoItem todo = list.getSelectionModel().getSelectedItem();
        if (todo == null || event.getTarget() != list || event.isShortcutDown() || event.isShiftDown()) {
            return;
        }
        if (run(event.getCode(), event.isAltDown(), todo)) {
            event.consume();
        }
    }

    private List<TodoItem> selected() {
        return List.copyOf(list.getSelectionModel().getSelectedItems());
    }

    private boolean run(KeyCode key, boolean isAltDown, TodoItem todo) {
        switch (key) {
            case SPACE -> model.toggle(selected());
            case ENTER, F2 -> model.edit().begin(todo);
            case F4 -> {
                // With Alt it closes the window.
                if (isAltDown) {
                    return false;
                }
                askForDue();
            }
            case DELETE, BACK_SPACE -> model.delete(selected());
            case UP, DOWN -> {
                if (!isAltDown) {
                    return false;
                }
                model.moveBy(selected(), key == KeyCode.UP ? -1 : 1);
            }
            default -> {
                return false;
            }
        }
        return true;
    }
}
