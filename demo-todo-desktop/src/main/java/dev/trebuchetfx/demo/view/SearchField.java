// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import atlantafx.base.controls.CustomTextField;
import dev.trebuchetfx.demo.model.TodoViewModel;
import dev.trebuchetfx.demo.text.Words;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.kordamp.ikonli.feather.Feather;

/** The field beside the one for new todos: what is typed narrows the list at once, and Esc shows all again. */
final class SearchField extends CustomTextField {

    /** @param leave moves the keyboard elsewhere, after Esc on an empty field */
    SearchField(TodoViewModel model, Runnable leave) {
        setId("search");
        getStyleClass().addAll("add-field", "search-field");
        setPromptText(Words.of("search.prompt"));
        setAccessibleText(Words.of("search.accessible"));
        setLeft(Icons.icon(Feather.SEARCH));
        Button clear = Icons.button(Feather.X, Words.of("search.clear"), Words.of("search.clear.tip"), this::clear);
        clear.setFocusTraversable(false);
        rightProperty().bind(textProperty().isEmpty().map(isEmpty -> isEmpty ? null : clear));
        textProperty().bindBidirectional(model.searchProperty());
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                if (getText().isEmpty()) {
                    leave.run();
                }
                clear();
                event.consume();
            }
        });
    }
}
