// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import atlantafx.base.controls.CustomTextField;
import atlantafx.base.theme.Styles;
import dev.trebuchetfx.demo.model.ListName;
import dev.trebuchetfx.demo.text.Words;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextFormatter;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The question for the name of another list. Enter opens it. */
final class OpenListPane extends VBox {
    private final CustomTextField field = new CustomTextField();
    private final Label problem = new Label();
    private final Consumer<ListName> open;

    /**
     * Creates the question.
     *
     * @param open takes the list that was asked for
     * @param close takes the question away
     */
    OpenListPane(Consumer<ListName> open, Runnable close) {
        this.open = open;
        getStyleClass().add("open-list-pane");
        setId("open-list-pane");
        setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);

        Label title = new Label(Words.of("list.title"));
        title.getStyleClass().add(Styles.TITLE_4);
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        HBox head = new HBox(title, Icons.button(Feather.X, Words.of("close"), Words.of("close.tip"), close));
        head.setAlignment(Pos.CENTER_LEFT);

        field.setId("list-name");
        field.setPromptText(Words.of("list.name"));
        field.setAccessibleText(Words.of("list.name"));
        field.setLeft(Icons.icon(Feather.LIST));
        field.setTextFormatter(new TextFormatter<>(
                change -> change.getControlNewText().length() <= ListName.MAXIMUM_LENGTH ? change : null));
        field.setOnAction(_ -> submit());
        field.textProperty().subscribe(() -> tell(""));
        HBox.setHgrow(field, Priority.ALWAYS);
        Button button = new Button(Words.of("list.open"));
        button.setId("open-list");
        button.getStyleClass().add(Styles.ACCENT);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> submit());
        HBox line = new HBox(field, button);
        line.getStyleClass().add("open-list-line");

        Label hint = new Label(Words.of("list.hint"));
        hint.getStyleClass().add("hint");
        hint.setWrapText(true);
        problem.setId("list-problem");
        problem.getStyleClass().addAll("problem", Styles.DANGER);
        problem.managedProperty().bind(problem.visibleProperty());
        getChildren().addAll(head, line, problem, hint);
    }

    /** Begins anew, with the keyboard focus in the empty field. */
    void begin() {
        field.clear();
        tell("");
        field.requestFocus();
    }

    private void submit() {
        String typed = field.getText().strip();
        String why = ListName.problemOf(typed);
        if (why == null) {
            open.accept(new ListName(typed));
        } else {
            tell(why);
            field.requestFocus();
        }
    }

    private void tell(String why) {
        problem.setText(why);
        problem.setVisible(!why.isEmpty());
        field.pseudoClassStateChanged(Styles.STATE_DANGER, !why.isEmpty());
    }
}
