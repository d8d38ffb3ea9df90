// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.drawer;

import java.util.function.Consumer;
import java.util.function.Function;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Cards below each other, however many. Enter or a click acts on one. */
final class CardList<T> extends ListView<T> {
    private final Function<T, Node> card;
    private final Function<T, String> spoken;
    private final Consumer<T> action;

    CardList(
            String id,
            ObservableList<T> items,
            Function<T, Node> card,
            Function<T, String> spoken,
            Consumer<T> action) {
        super(items);
        this.card = card;
        this.spoken = spoken;
        this.action = action;
        setId(id);
        getStyleClass().addAll("plain-list", "card-list");
        setCellFactory(view -> new Cell());
        setOnKeyPressed(event -> {
            T item = getSelectionModel().getSelectedItem();
            if (event.getCode() == KeyCode.ENTER && item != null) {
                action.accept(item);
                event.consume();
            }
        });
    }

    private final class Cell extends ListCell<T> {
        Cell() {
            setPrefWidth(0);
            setOnMouseClicked(event -> {
                T item = getItem();
                if (item != null) {
                    action.accept(item);
                }
            });
        }

        @Override
        protected void updateItem(@Nullable T item, boolean empty) {
            super.updateItem(item, empty);
            setGraphic(empty || item == null ? null : card.apply(item));
            setAccessibleText(empty || item == null ? null : spoken.apply(item));
        }
    }

    /** A title with a shape, and at the right end when it was. */
    static Node head(String title, Node shape, String stream, String time) {
        Label name = new Label(title, shape);
        name.getStyleClass().add("card-title");
        name.setMinWidth(0);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Label of = quiet(stream);
        of.setMinWidth(60);
        Label when = quiet(time);
        when.getStyleClass().add("mono");
        when.setMinWidth(USE_PREF_SIZE);
        HBox line = new HBox(12, name, space, of, when);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    static Node fact(String name, String value) {
        Label text = new Label(value);
        text.getStyleClass().add("fact");
        text.setMinWidth(USE_PREF_SIZE);
        VBox box = new VBox(1, quiet(name), text);
        box.setMinWidth(96);
        return box;
    }

    static Label quiet(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("quiet");
        return label;
    }

    static VBox box(Node... parts) {
        VBox box = new VBox(6, parts);
        box.getStyleClass().add("card-box");
        return box;
    }
}
