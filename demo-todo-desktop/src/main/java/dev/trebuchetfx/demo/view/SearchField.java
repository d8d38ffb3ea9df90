// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import atlantafx.base.controls.CustomTextField;
import dev.trebuchetfx.demo.model.TodoViewModel;
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
        setPromptText("Search");
        setAccessibleText("Search titles");
        setLeft(Icons.icon(Feather.SEARCH));
        Button clear = Icons.button(Feather.X, "Search no longer", "Search no longer (Esc)", this::clear);
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
