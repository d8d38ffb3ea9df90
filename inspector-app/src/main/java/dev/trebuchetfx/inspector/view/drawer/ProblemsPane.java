// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.drawer;

import dev.trebuchetfx.inspector.audit.Problem;
import dev.trebuchetfx.inspector.board.ProblemsModel;
import dev.trebuchetfx.inspector.board.ProblemsModel.Group;
import dev.trebuchetfx.inspector.board.ProblemsModel.Item;
import dev.trebuchetfx.inspector.board.ProblemsModel.Line;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.inspector.view.paint.EmptyState;
import dev.trebuchetfx.inspector.view.paint.Glyphs;
import dev.trebuchetfx.inspector.view.paint.Palette;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * What deserves a look. Enter or a click goes to the message, Left and Right close and open a group, N and Shift+N go on from the selected
 * message.
 */
final class ProblemsPane extends VBox {
    private final ProblemsModel model;
    private final ObservableValue<Palette> palette;
    private final ListView<Line> list;

    ProblemsPane(ProblemsModel model, ObservableValue<Palette> palette) {
        this.model = model;
        this.palette = palette;
        this.list = new ListView<>(model.linesList());
        list.setId("problems");
        list.setAccessibleText("Problems");
        list.getStyleClass().add("plain-list");
        list.setFixedCellSize(28);
        list.setCellFactory(view -> new LineCell());
        list.addEventFilter(KeyEvent.KEY_PRESSED, this::keyPressed);
        palette.subscribe(list::refresh);
        Label summary = new Label();
        summary.setId("problems-summary");
        summary.getStyleClass().add("quiet");
        summary.textProperty().bind(model.summaryProperty());
        VBox empty = EmptyState.of(Feather.CHECK_CIRCLE, "Nothing to look at", "");
        ((Label) empty.getChildren().getLast()).textProperty().bind(model.summaryProperty());
        list.setPlaceholder(empty);
        CheckBox chosen = box("problems-chosen", "Only the chosen stream");
        chosen.selectedProperty().bindBidirectional(model.chosenOnlyProperty());
        CheckBox shown = box("problems-shown", "Only what the filter shows");
        shown.selectedProperty().bindBidirectional(model.shownOnlyProperty());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(14, summary, space, chosen, shown);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("tab-head");
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(head, list);
    }

    private static CheckBox box(String id, String text) {
        CheckBox box = new CheckBox(text);
        box.setId(id);
        box.setMinWidth(USE_PREF_SIZE);
        return box;
    }

    ListView<Line> list() {
        return list;
    }

    private void keyPressed(KeyEvent event) {
        if (event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        Line line = list.getSelectionModel().getSelectedItem();
        boolean known = true;
        switch (event.getCode()) {
            case ENTER, SPACE -> act(line);
            case LEFT -> close(line);
            case RIGHT -> {
                if (line instanceof Group group) {
                    model.setOpen(group, true);
                }
            }
            case N -> next(event.isShiftDown() ? -1 : 1);
            default -> known = false;
        }
        if (known) {
            event.consume();
        }
    }

    private void next(int step) {
        Problem problem = model.selectNext(step);
        for (int i = 0; problem != null && i < model.linesList().size(); i++) {
            if (model.linesList().get(i) instanceof Item item && item.problem().equals(problem)) {
                list.getSelectionModel().select(i);
                list.scrollTo(Math.max(0, i - 2));
                return;
            }
        }
    }

    private void act(@Nullable Line line) {
        if (line instanceof Group group) {
            int at = list.getSelectionModel().getSelectedIndex();
            model.setOpen(group, !group.open());
            list.getSelectionModel().select(at);
        } else if (line instanceof Item item) {
            model.select(item.problem());
        }
    }

    /** Closes the group, or the one that the problem is in. */
    private void close(@Nullable Line line) {
        for (int at = list.getSelectionModel().getSelectedIndex(); line != null && at >= 0; at--) {
            if (model.linesList().get(at) instanceof Group group) {
                model.setOpen(group, false);
                list.getSelectionModel().select(at);
                return;
            }
        }
    }

    private final class LineCell extends ListCell<Line> {
        private final Label severity = new Label();
        private final Label time = new Label();
        private final Label what = new Label();
        private final FontIcon arrow = new FontIcon(Feather.CHEVRON_DOWN);
        private final HBox box = new HBox(8, arrow, severity, time, what);

        LineCell() {
            box.setAlignment(Pos.CENTER_LEFT);
            severity.setMinWidth(84);
            time.setMinWidth(92);
            time.getStyleClass().add("mono");
            what.setMinWidth(0);
            setPrefWidth(0);
            addEventHandler(MouseEvent.MOUSE_CLICKED, event -> act(getItem()));
        }

        @Override
        protected void updateItem(@Nullable Line line, boolean empty) {
            super.updateItem(line, empty);
            if (empty || line == null) {
                setGraphic(null);
                setAccessibleText(null);
                setTooltip(null);
                return;
            }
            boolean heads = line instanceof Group;
            arrow.setVisible(heads);
            severity.setGraphic(Glyphs.icon(line.severity(), palette.getValue()));
            severity.setText(line.severity().word());
            time.setManaged(!heads);
            time.setVisible(!heads);
            what.getStyleClass().remove("card-title");
            switch (line) {
                case Group group -> {
                    arrow.setIconCode(group.open() ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT);
                    what.getStyleClass().add("card-title");
                    what.setText(group.name() + "  ·  " + Texts.count(group.count()));
                    HBox.setMargin(severity, Insets.EMPTY);
                }
                case Item item -> {
                    time.setText(item.time());
                    what.setText(item.problem().what());
                    HBox.setMargin(severity, new Insets(0, 0, 0, 14));
                }
            }
            setAccessibleText(line.spoken());
            setGraphic(box);
        }
    }
}
