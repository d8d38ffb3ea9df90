// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import atlantafx.base.theme.Styles;
import dev.trebuchetfx.demo.text.Words;
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
    /** The name of a group of keys, and those of its keys. */
    private record Group(String title, List<String> keys) {}

    private static final List<Group> GROUPS = List.of(
            new Group(
                    "keys.anywhere",
                    List.of(
                            "keys.new",
                            "keys.filter",
                            "keys.search",
                            "keys.undo",
                            "keys.clear",
                            "keys.tabs",
                            "keys.reconnect",
                            "keys.theme",
                            "keys.list",
                            "keys.window",
                            "keys.close",
                            "keys.inspector",
                            "keys.keys")),
            new Group(
                    "keys.in-list",
                    List.of("keys.choose", "keys.tick", "keys.edit", "keys.due", "keys.delete", "keys.move")));

    KeysPane(Runnable close) {
        getStyleClass().add("keys-pane");
        setId("keys");
        setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        Label title = new Label(Words.of("keys"));
        title.getStyleClass().add(Styles.TITLE_4);
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        Button closeButton = Icons.button(Feather.X, Words.of("close"), Words.of("close.tip"), close);
        HBox head = new HBox(title, closeButton);
        head.setAlignment(Pos.CENTER_LEFT);
        getChildren().add(head);
        for (Group group : GROUPS) {
            Label heading = new Label(Words.of(group.title()));
            heading.getStyleClass().add("keys-heading");
            getChildren().addAll(heading, grid(group));
        }
    }

    private static GridPane grid(Group group) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("keys-grid");
        ColumnConstraints keys = new ColumnConstraints(225);
        keys.setHalignment(HPos.LEFT);
        ColumnConstraints words = new ColumnConstraints();
        words.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(keys, words);
        int row = 0;
        for (String key : group.keys()) {
            HBox caps = new HBox();
            caps.getStyleClass().add("key-caps");
            for (String cap : Words.of(key + ".keys").split(" {2}", -1)) {
                Label label = new Label(cap);
                label.getStyleClass().add("key-cap");
                label.setMinWidth(Region.USE_PREF_SIZE);
                caps.getChildren().add(label);
            }
            grid.addRow(row++, caps, new Label(Words.of(key)));
        }
        return grid;
    }
}
