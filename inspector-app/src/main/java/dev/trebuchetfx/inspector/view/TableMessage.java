// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import dev.trebuchetfx.inspector.model.MessageTableModel;
import dev.trebuchetfx.inspector.model.Texts;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** Stands in the table's place where it shows no row, and says why and what to do. */
final class TableMessage extends VBox {
    private final MessageTableModel model;
    private final Label title = new Label();
    private final Label text = new Label();
    private final Button clear = new Button("Show everything");

    TableMessage(MessageTableModel model) {
        super(8);
        this.model = model;
        getStyleClass().add("empty");
        title.getStyleClass().add("empty-title");
        text.getStyleClass().add("quiet");
        clear.setId("clear-filter");
        clear.setOnAction(event -> model.filter().clear());
        getChildren().addAll(title, text, clear);
        setPickOnBounds(false);
        model.revisionProperty().subscribe(this::update);
        update();
    }

    private void update() {
        boolean hidden = model.total() > 0;
        setVisible(model.size() == 0);
        title.setText(hidden ? "Nothing matches" : "No messages yet");
        text.setText(
                hidden
                        ? "0 of " + Texts.count(model.total(), "message", "messages") + " match the filter."
                        : "Everything that the client sends and receives shows here.");
        clear.setVisible(hidden);
        clear.setManaged(hidden);
    }
}
