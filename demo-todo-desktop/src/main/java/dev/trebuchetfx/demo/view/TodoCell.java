// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import dev.trebuchetfx.demo.model.DueDate;
import dev.trebuchetfx.demo.model.TodoItem;
import dev.trebuchetfx.demo.model.TodoViewModel;
import dev.trebuchetfx.demo.text.Words;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.function.BiConsumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** One row: check box, title or its editor, due date, grip and delete. */
final class TodoCell extends ListCell<TodoItem> {
    private static final PseudoClass DONE = PseudoClass.getPseudoClass("done");

    private final TodoViewModel model;
    private final CheckBox done = new CheckBox();
    private final Label title = new Label();
    private final Tooltip tooltip = new Tooltip();
    private final HBox row;
    // Held here, since the view model knows it only weakly.
    private final BooleanBinding editing;
    private final ObjectBinding<@Nullable DueDate> due;

    /** @param ask asks for the due date of a todo, beside the node */
    TodoCell(TodoViewModel model, BiConsumer<Node, TodoItem> ask) {
        this.model = model;
        getStyleClass().add("todo-cell");
        // Without this the list would be as wide as its longest title.
        setPrefWidth(0);

        FontIcon grip = Icons.icon(Feather.MENU);
        grip.getStyleClass().add("grip");
        done.setFocusTraversable(false);
        done.setOnAction(_ -> toggle());
        title.getStyleClass().add("todo-title");
        title.setWrapText(true);
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        Button delete = Icons.button(Feather.TRASH_2, Words.of("delete"), Words.of("delete.tip"), this::delete);
        delete.getStyleClass().add("delete");
        delete.setFocusTraversable(false);
        DueButton dueButton = new DueButton(() -> askForDue(ask));
        row = new HBox(done, title, dueButton, grip, delete);
        row.getStyleClass().add("row");
        row.setAlignment(Pos.CENTER_LEFT);

        tooltip.setShowDelay(Duration.millis(600));
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(480);
        title.setTooltip(tooltip);
        editing = Bindings.createBooleanBinding(
                this::isEdited, itemProperty(), model.edit().idProperty());
        editing.subscribe(this::showEditor);
        due = Bindings.createObjectBinding(
                this::dueDate, itemProperty(), model.due().todayProperty());
        due.subscribe(date -> {
            dueButton.show(date);
            tell();
        });
        setOnMouseClicked(event -> {
            TodoItem todo = getItem();
            if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2 && todo != null) {
                model.edit().begin(todo);
            }
        });
    }

    @Override
    protected void updateItem(TodoItem todo, boolean empty) {
        super.updateItem(todo, empty);
        setText(null);
        if (empty || todo == null) {
            setGraphic(null);
            pseudoClassStateChanged(DONE, false);
            return;
        }
        title.setText(todo.title());
        done.setSelected(todo.isCompleted());
        done.setAccessibleText(todo.title());
        pseudoClassStateChanged(DONE, todo.isCompleted());
        tooltip.setText(todo.title() + "\n\n" + Words.of("cell.added", created(todo)));
        tell();
        setGraphic(row);
    }

    /** Tells those who don't see the row what is in it. */
    private void tell() {
        TodoItem todo = getItem();
        if (todo != null) {
            String state = Words.of(todo.isCompleted() ? "cell.done" : "cell.open", todo.title());
            DueDate date = model.due().of(todo);
            setAccessibleText(date == null ? state : Words.of("cell.due", state, date.spoken()));
        }
    }

    private @Nullable DueDate dueDate() {
        TodoItem todo = getItem();
        return todo == null ? null : model.due().of(todo);
    }

    private void askForDue(BiConsumer<Node, TodoItem> ask) {
        TodoItem todo = getItem();
        if (todo != null) {
            ask.accept(row.lookup(".due-button"), todo);
        }
    }

    /** Returns the time of creation in the format of the locale of now, which a formatter that is kept would not follow. */
    private static String created(TodoItem todo) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                .format(todo.createdAt().atZone(ZoneId.systemDefault()));
    }

    /** The check box shows what the server says: it follows the list, not the click. */
    private void toggle() {
        TodoItem todo = getItem();
        if (todo != null) {
            done.setSelected(todo.isCompleted());
            model.toggle(todo);
        }
    }

    private void delete() {
        TodoItem todo = getItem();
        if (todo != null) {
            model.delete(todo);
        }
    }

    private boolean isEdited() {
        TodoItem todo = getItem();
        return todo != null && todo.id().equals(model.edit().idProperty().get());
    }

    private void showEditor(boolean isEdited) {
        int place = 1;
        if (isEdited) {
            TitleEditor editor = new TitleEditor(model.edit());
            HBox.setHgrow(editor, Priority.ALWAYS);
            row.getChildren().set(place, editor);
            editor.takeFocus();
        } else if (row.getChildren().get(place) instanceof TitleEditor) {
            row.getChildren().set(place, title);
        }
        row.setMinHeight(Region.USE_PREF_SIZE);
    }
}
