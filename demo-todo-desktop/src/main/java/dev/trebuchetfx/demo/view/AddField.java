// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import atlantafx.base.controls.CustomTextField;
import dev.trebuchetfx.demo.model.Titles;
import dev.trebuchetfx.demo.model.TodoViewModel;
import dev.trebuchetfx.demo.text.Words;
import javafx.scene.control.TextFormatter;
import javafx.scene.input.Clipboard;
import org.kordamp.ikonli.feather.Feather;

/** The field on top: Enter adds what was typed. */
final class AddField extends CustomTextField {
    private final TodoViewModel model;

    AddField(TodoViewModel model) {
        this.model = model;
        setId("new-todo");
        getStyleClass().add("add-field");
        setPromptText(Words.of("add.prompt"));
        setAccessibleText(Words.of("add.accessible"));
        setLeft(Icons.icon(Feather.PLUS));
        setTextFormatter(limited());
        textProperty().bindBidirectional(model.newTitleProperty());
        setOnAction(_ -> model.add());
    }

    /** Adds a todo for each line where several are pasted into the empty field; otherwise the text is pasted as into any field. */
    @Override
    public void paste() {
        String pasted = Clipboard.getSystemClipboard().getString();
        boolean areSeveral = pasted != null
                && pasted.lines().filter(line -> !line.isBlank()).limit(2).count() > 1;
        if (areSeveral && getText().isBlank()) {
            clear();
            model.addLines(pasted);
        } else {
            super.paste();
        }
    }

    /** Takes no more than a title may have; a paste keeps what fits. */
    static TextFormatter<String> limited() {
        return new TextFormatter<>(change -> {
            int over = change.getControlNewText().length() - Titles.MAXIMUM_LENGTH;
            if (over > 0 && change.isContentChange()) {
                int kept = Math.max(0, change.getText().length() - over);
                change.setText(change.getText().substring(0, kept));
                int end = change.getRangeStart() + kept;
                change.selectRange(end, end);
            }
            return change;
        });
    }
}
