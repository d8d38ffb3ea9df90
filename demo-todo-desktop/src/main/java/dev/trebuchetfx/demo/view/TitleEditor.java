// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import dev.trebuchetfx.demo.model.EditViewModel;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
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
        field.setAccessibleText("Title");
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
        elsewhere
                .textProperty()
                .bind(model.titleElsewhereProperty()
                        .map(title -> "Now “" + title + "” elsewhere. Enter replaces that, Esc keeps it."));
        elsewhere.visibleProperty().bind(model.titleElsewhereProperty().isNotEmpty());
        elsewhere.managedProperty().bind(elsewhere.visibleProperty());
        getChildren().addAll(field, elsewhere);
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

    /** Returns whether {@code node} is the field of some editor. */
    static boolean isPartOfEditor(@Nullable Node node) {
        return node != null && node.getParent() instanceof TitleEditor;
    }
}
