// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import atlantafx.base.theme.Styles;
import java.util.List;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Every key that does something here. */
final class KeysPane extends VBox {
    private record Group(String title, List<Key> keys) {}

    private record Key(String keys, String what) {}

    private static final List<Group> GROUPS = List.of(
            new Group(
                    "Anywhere",
                    List.of(
                            new Key("Ctrl+N", "Write a new todo"),
                            new Key("Ctrl+1  Ctrl+2  Ctrl+3", "Show all, open, done"),
                            new Key("Ctrl+F", "Search; Esc shows all again"),
                            new Key("Ctrl+Z  Ctrl+Shift+Z", "Undo, redo"),
                            new Key("Ctrl+Shift+Delete", "Clear completed"),
                            new Key("Ctrl+R", "Try to connect now"),
                            new Key("Ctrl+D", "Dark or light"),
                            new Key("Ctrl+O", "Another list, in its own window"),
                            new Key("Ctrl+Shift+N", "Another window, with its own connection"),
                            new Key("Ctrl+W  Ctrl+Q", "Close this window, all windows"),
                            new Key("F12", "Inspector"),
                            new Key("F1  ?", "These keys"))),
            new Group(
                    "In the list",
                    List.of(
                            new Key("↑  ↓", "Choose; with Shift several, Ctrl+A all"),
                            new Key("Space", "Done, or open again"),
                            new Key("Enter  F2", "Edit; Enter keeps, Esc forgets"),
                            new Key("Delete", "Delete"),
                            new Key("Alt+↑  Alt+↓", "Move up, down"))));

    KeysPane(Runnable close) {
        getStyleClass().add("keys-pane");
        setId("keys");
        setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        Label title = new Label("Keys");
        title.getStyleClass().add(Styles.TITLE_4);
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        Button closeButton = Icons.button(Feather.X, "Close", "Close (Esc)", close);
        HBox head = new HBox(title, closeButton);
        head.setAlignment(Pos.CENTER_LEFT);
        getChildren().add(head);
        for (Group group : GROUPS) {
            Label heading = new Label(group.title());
            heading.getStyleClass().add("keys-heading");
            getChildren().addAll(heading, grid(group));
        }
    }

    private static GridPane grid(Group group) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("keys-grid");
        ColumnConstraints keys = new ColumnConstraints(190);
        keys.setHalignment(HPos.LEFT);
        ColumnConstraints words = new ColumnConstraints();
        words.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(keys, words);
        int row = 0;
        for (Key key : group.keys()) {
            HBox caps = new HBox();
            caps.getStyleClass().add("key-caps");
            for (String cap : key.keys().split(" {2}", -1)) {
                Label label = new Label(cap);
                label.getStyleClass().add("key-cap");
                caps.getChildren().add(label);
            }
            grid.addRow(row++, caps, new Label(key.what()));
        }
        return grid;
    }
}
