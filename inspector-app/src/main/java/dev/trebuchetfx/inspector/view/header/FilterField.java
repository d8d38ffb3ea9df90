// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.header;

import atlantafx.base.controls.CustomTextField;
import dev.trebuchetfx.inspector.model.MessageFilterModel;
import dev.trebuchetfx.inspector.query.QueryError;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Where a query is written. Arrows up and down go through what was asked before, or through the proposals while they show; Enter keeps the
 * text in the history.
 */
final class FilterField extends CustomTextField {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final MessageFilterModel filter;
    private final ProposalPopup proposals;
    private final FontIcon icon = new FontIcon(Feather.SEARCH);
    private boolean writing;

    FilterField(MessageFilterModel filter) {
        this.filter = filter;
        this.proposals = new ProposalPopup(this, filter);
        setId("filter");
        setPromptText("Filter: is:gap  stream:todos  seq:40..50  json:$.count>3  \"a text\"  /regex/");
        setTooltip(new Tooltip("Ctrl+F or /. Ctrl+Space proposes, ↑ and ↓ go through what was asked before"));
        setAccessibleText("Filter");
        setLeft(icon);
        setRight(clearButton());
        textProperty().bindBidirectional(filter.textProperty());
        filter.errorProperty().subscribe(this::showError);
        focusedProperty().subscribe(focused -> {
            if (!focused) {
                proposals.hide();
                keep();
            }
        });
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        addEventFilter(
                KeyEvent.KEY_TYPED, event -> writing = !event.getCharacter().isBlank());
        // The text comes before the caret: both have to be where they will be.
        caretPositionProperty().subscribe(() -> {
            if (writing && isFocused()) {
                writing = false;
                proposals.propose(false);
            }
        });
    }

    private Button clearButton() {
        Button clear = new Button(null, new FontIcon(Feather.X));
        clear.setId("filter-clear");
        clear.getStyleClass().addAll("flat", "clear");
        clear.setAccessibleText("Clear the filter");
        clear.setTooltip(new Tooltip("Clear the filter"));
        clear.setFocusTraversable(false);
        clear.setOnAction(event -> filter.clear());
        clear.visibleProperty().bind(textProperty().isNotEmpty());
        return clear;
    }

    private void showError(@Nullable QueryError error) {
        pseudoClassStateChanged(WRONG, error != null);
        icon.setIconCode(error == null ? Feather.SEARCH : Feather.ALERT_TRIANGLE);
        setAccessibleHelp(error == null ? "In the filter language" : "No query: " + error.message());
    }

    private void keep() {
        if (filter.errorProperty().get() == null) {
            filter.history().keep(getText());
        }
    }

    private void pressed(KeyEvent event) {
        if (proposals.pressed(event)) {
            event.consume();
            return;
        }
        switch (event.getCode()) {
            case ENTER -> {
                keep();
                event.consume();
            }
            case UP -> {
                put(filter.history().previous(getText()));
                event.consume();
            }
            case DOWN -> {
                put(filter.history().next());
                event.consume();
            }
            case SPACE -> {
                if (event.isControlDown()) {
                    proposals.propose(true);
                    event.consume();
                }
            }
            case BACK_SPACE, DELETE -> writing = true;
            default -> {}
        }
    }

    private void put(@Nullable String text) {
        if (text != null) {
            setText(text);
            end();
        }
    }
}
