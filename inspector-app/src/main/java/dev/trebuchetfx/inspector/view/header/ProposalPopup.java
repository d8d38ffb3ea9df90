// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.header;

import dev.trebuchetfx.inspector.model.MessageFilterModel;
import dev.trebuchetfx.inspector.query.Completion.Proposal;
import java.util.List;
import java.util.Objects;
import javafx.geometry.Bounds;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.stage.Popup;
import org.jspecify.annotations.Nullable;

/** What may stand at the caret of a field, below it. The field keeps the focus and hands its keys on. */
final class ProposalPopup {
    private static final double ROW = 26;
    private static final double WIDTH = 420;

    private final TextField field;
    private final MessageFilterModel filter;
    private final Popup popup = new Popup();
    private final ListView<Proposal> list = new ListView<>();

    ProposalPopup(TextField field, MessageFilterModel filter) {
        this.field = field;
        this.filter = filter;
        list.setId("proposals");
        list.getStyleClass().add("proposals");
        list.setFixedCellSize(ROW);
        list.setPrefWidth(WIDTH);
        list.setFocusTraversable(false);
        list.setCellFactory(view -> new Cell());
        list.setOnMouseClicked(event -> accept());
        list.getStylesheets()
                .add(Objects.requireNonNull(
                                MessageFilterModel.class.getResource("/dev/trebuchetfx/inspector/view/inspector.css"))
                        .toExternalForm());
        popup.getContent().add(list);
        popup.setAutoHide(true);
    }

    private static final class Cell extends ListCell<Proposal> {
        @Override
        protected void updateItem(@Nullable Proposal item, boolean empty) {
            super.updateItem(item, empty);
            if (item == null || empty) {
                setGraphic(null);
                return;
            }
            Label word = new Label(item.insert());
            word.getStyleClass().add("proposal");
            word.setMinWidth(Region.USE_PREF_SIZE);
            Label meaning = new Label(item.meaning());
            meaning.getStyleClass().add("quiet");
            Region space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            setGraphic(new HBox(12, word, space, meaning));
            setAccessibleText(item.insert() + " " + item.meaning());
        }
    }

    /** Shows what may stand at the caret; {@code always}: even where nothing of it is written yet. */
    void propose(boolean always) {
        List<Proposal> found = filter.proposals(field.getCaretPosition());
        boolean begun = found.stream()
                .anyMatch(proposal -> field.getCaretPosition() > proposal.from()
                        || (proposal.from() > 0 && field.getText().charAt(proposal.from() - 1) == ':'));
        boolean written =
                found.size() == 1 && found.getFirst().in(field.getText()).equals(field.getText());
        Bounds bounds = field.localToScreen(field.getBoundsInLocal());
        if (found.isEmpty() || written || bounds == null || !(begun || always)) {
            hide();
            return;
        }
        list.getItems().setAll(found);
        list.getSelectionModel().clearSelection();
        list.setPrefHeight(found.size() * ROW + 6);
        double below = filter.errorProperty().get() == null ? 2 : 100;
        popup.show(field, bounds.getMinX(), bounds.getMaxY() + below);
    }

    void hide() {
        popup.hide();
    }

    /** Takes those keys that are for the proposals; false for others. */
    boolean pressed(KeyEvent event) {
        if (!popup.isShowing()) {
            return false;
        }
        int size = list.getItems().size();
        int at = list.getSelectionModel().getSelectedIndex();
        switch (event.getCode()) {
            case DOWN -> select((at + 1) % size);
            case UP -> select(at <= 0 ? size - 1 : at - 1);
            case ESCAPE -> hide();
            case ENTER -> {
                if (at < 0) {
                    hide();
                    return false;
                }
                accept();
            }
            case TAB -> {
                select(Math.max(0, at));
                accept();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void select(int index) {
        list.getSelectionModel().select(index);
        list.scrollTo(index);
    }

    private void accept() {
        Proposal taken = list.getSelectionModel().getSelectedItem();
        hide();
        if (taken != null) {
            field.setText(taken.in(field.getText()));
            field.positionCaret(taken.caret());
            if (taken.insert().endsWith(":")) {
                propose(true);
            }
        }
    }
}
