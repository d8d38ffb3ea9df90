// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import atlantafx.base.theme.Styles;
import dev.trebuchetfx.demo.model.EditViewModel;
import dev.trebuchetfx.demo.text.Words;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The field in which a title is edited: Enter keeps, Esc forgets. Rows come and go under it while it is used, so draft and
 * caret live in the view model.
 */
final class TitleEditor extends VBox {
    private final EditViewModel model;
    private final TextField field = new TextField();

    TitleEditor(EditViewModel model) {
        this.model = model;
        getStyleClass().add("title-editor");
        field.setId("title-editor");
        field.setAccessibleText(Words.of("edit.accessible"));
        field.setTextFormatter(AddField.limited());
        field.textProperty().bindBidirectional(model.draftProperty());
        field.setOnAction(_ -> model.commit());
        field.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                model.cancel();
                event.consume();
            }
        });
        Label elsewhere = new Label();
        elsewhere.getStyleClass().add("elsewhere");
        elsewhere.textProperty().bind(model.titleElsewhereProperty().map(title -> Words.of("edit.elsewhere", title)));
        elsewhere.setId("elsewhere");
        elsewhere.setWrapText(true);
        elsewhere.setMinHeight(USE_PREF_SIZE);
        HBox choice = new HBox(
                choice("keep-mine", "edit.keep-mine", model::commit),
                choice("take-theirs", "edit.take-theirs", model::cancel));
        choice.getStyleClass().add("choice");
        VBox conflict = new VBox(elsewhere, choice);
        conflict.getStyleClass().add("conflict");
        conflict.visibleProperty().bind(model.titleElsewhereProperty().isNotEmpty());
        conflict.managedProperty().bind(conflict.visibleProperty());
        getChildren().addAll(field, conflict);
    }

    private static Button choice(String id, String key, Runnable action) {
        Button button = new Button(Words.of(key));
        button.setId(id);
        button.getStyleClass().add(Styles.SMALL);
        button.setOnAction(_ -> action.run());
        return button;
    }

    /** Takes the keyboard now, or as soon as the row is shown. */
    void takeFocus() {
        if (getScene() == null) {
            sceneProperty().addListener((_, before, now) -> {
                if (before == null && now != null) {
                    takeFocus();
                }
            });
            return;
        }
        int caret = model.caretProperty().get();
        // The skin selects all when it first meets a focused field: it has to exist before.
        field.applyCss();
        field.requestFocus();
        field.selectRange(caret, caret);
        field.caretPositionProperty().subscribe(position -> {
            if (field.isFocused()) {
                model.caretProperty().set(position.intValue());
            }
        });
    }

    /** Returns whether {@code node} is within some editor. */
    static boolean isPartOfEditor(@Nullable Node node) {
        Node at = node;
        while (at != null && !(at instanceof TitleEditor)) {
            at = at.getParent();
        }
        return at != null;
    }
}
