// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import dev.trebuchetfx.inspector.model.MessageTableModel;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.inspector.worker.TableQuery;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Stands in the table's place where it shows no row, and says why and what to do. */
final class TableMessage extends VBox {
    private final MessageTableModel model;
    private final Label title = new Label();
    private final Label text = new Label();
    private final HBox ways;

    TableMessage(MessageTableModel model) {
        super(8);
        this.model = model;
        getStyleClass().add("empty");
        title.getStyleClass().add("empty-title");
        title.setId("empty-title");
        text.getStyleClass().add("quiet");
        Button clear = new Button("Clear filter");
        clear.setId("clear-filter");
        clear.setOnAction(event -> {
            model.filter().clear();
            model.filter().modeProperty().set(TableQuery.Mode.ONLY);
        });
        Button highlight = new Button("Highlight instead");
        highlight.setId("highlight-instead");
        highlight.setOnAction(event -> model.filter().modeProperty().set(TableQuery.Mode.HIGHLIGHT));
        ways = new HBox(8, clear, highlight);
        ways.setAlignment(Pos.CENTER);
        getChildren().addAll(title, text, ways);
        setPickOnBounds(false);
        model.revisionProperty().subscribe(this::update);
        update();
    }

    private void update() {
        boolean hidden = model.total() > 0;
        boolean looking = !model.searching().isComplete();
        setVisible(model.size() == 0);
        title.setText(
                looking ? "Searching…" : hidden ? "0 of " + Texts.count(model.total()) + " match" : "No messages yet");
        text.setText(
                looking
                        ? "Looked at " + Texts.count(model.searching().scanned()) + " of "
                                + Texts.count(model.searching().total())
                        : hidden
                                ? "The filter hides every message."
                                : model.filter().rangeProperty().get() != null
                                        ? "Nothing came in the chosen range of time. Esc in the overview shows all times."
                                        : "Everything that the client sends and receives shows here.");
        ways.setVisible(hidden);
        ways.setManaged(hidden);
    }
}
