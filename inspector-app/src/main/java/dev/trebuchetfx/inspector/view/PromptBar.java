// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;

/** Asks for one line of text below the table: Enter answers, Escape or a click elsewhere takes it back. */
final class PromptBar extends HBox {
    private final Node back;
    private final Label question = new Label();
    private final TextField answer = new TextField();
    private final Label wrong = new Label();
    private Function<String, @Nullable String> taker = text -> null;

    /** {@code back}: has the focus afterwards. */
    PromptBar(Node back) {
        super(8);
        this.back = back;
        getStyleClass().add("prompt");
        setAlignment(Pos.CENTER_LEFT);
        answer.setId("prompt");
        answer.setOnAction(event -> take());
        answer.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                close();
                event.consume();
            }
        });
        answer.focusedProperty().subscribe(focused -> {
            if (!focused) {
                hide();
            }
        });
        question.setLabelFor(answer);
        question.setMinWidth(USE_PREF_SIZE);
        wrong.setId("prompt-wrong");
        wrong.getStyleClass().add("wrong");
        HBox.setHgrow(answer, Priority.ALWAYS);
        getChildren().addAll(question, answer, wrong);
        hide();
    }

    /**
     * Asks.
     *
     * @param text what stands there at first
     * @param takes gets the answer, and says what is wrong with it; null for nothing
     */
    void ask(String what, String text, Function<String, @Nullable String> takes) {
        taker = takes;
        question.setText(what);
        wrong.setText("");
        answer.setText(text);
        setVisible(true);
        setManaged(true);
        answer.requestFocus();
        answer.selectAll();
    }

    private void take() {
        String problem = taker.apply(answer.getText());
        if (problem == null) {
            close();
        } else {
            wrong.setText(problem);
        }
    }

    private void close() {
        hide();
        back.requestFocus();
    }

    private void hide() {
        setVisible(false);
        setManaged(false);
    }
}
