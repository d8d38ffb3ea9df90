// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.palette;

import java.util.Comparator;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import org.jspecify.annotations.Nullable;

/** A field above a list of all actions, narrowed by a few letters of their names. Enter does the chosen one, Escape closes. */
public final class CommandPalette {
    private static final double WIDTH = 460;

    private final Popup popup = new Popup();
    private final TextField field = new TextField();
    private final ListView<PaletteCommand> list = new ListView<>();
    private final List<PaletteCommand> commands;

    public CommandPalette(List<PaletteCommand> commands, List<String> styleSheets) {
        this.commands = List.copyOf(commands);
        field.setId("palette-text");
        field.setPromptText("what to do");
        field.setAccessibleText("Command");
        field.textProperty().subscribe(this::narrow);
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        list.setId("palette-list");
        list.setAccessibleText("Commands");
        list.setFocusTraversable(false);
        list.setPrefHeight(300);
        list.setCellFactory(view -> new CommandCell());
        list.setOnMouseClicked(event -> run());
        Label none = new Label("No command has these letters in this order.");
        none.getStyleClass().add("text-muted");
        list.setPlaceholder(none);
        VBox box = new VBox(8, field, list);
        box.setId("palette");
        box.getStyleClass().addAll("trebuchet-inspector", "palette");
        box.getStylesheets().addAll(styleSheets);
        box.setPrefWidth(WIDTH);
        popup.getContent().add(box);
        popup.setAutoHide(true);
        popup.setHideOnEscape(true);
    }

    /** Shows it at the top of {@code pane}, with every command. */
    public void show(Node pane) {
        Bounds bounds = pane.localToScreen(pane.getBoundsInLocal());
        field.clear();
        narrow();
        popup.show(pane, bounds.getCenterX() - WIDTH / 2, bounds.getMinY() + 60);
        field.requestFocus();
    }

    private void narrow() {
        String letters = field.getText();
        record Scored(PaletteCommand command, int score) {}
        list.getItems()
                .setAll(commands.stream()
                        .map(command -> new Scored(command, Fuzzy.score(letters, command.name())))
                        .filter(scored -> scored.score() >= 0)
                        .sorted(Comparator.comparingInt(Scored::score).reversed())
                        .map(Scored::command)
                        .toList());
        list.getSelectionModel().selectFirst();
    }

    private void pressed(KeyEvent event) {
        switch (event.getCode()) {
            case DOWN -> list.getSelectionModel().selectNext();
            case UP -> list.getSelectionModel().selectPrevious();
            case ENTER -> {
                run();
                event.consume();
                // A list that is scrolled after it was hidden looks for the colours of a scene that it is no longer in.
                return;
            }
            default -> {
                return;
            }
        }
        list.scrollTo(list.getSelectionModel().getSelectedIndex());
        event.consume();
    }

    private void run() {
        PaletteCommand command = list.getSelectionModel().getSelectedItem();
        if (command != null) {
            popup.hide();
            command.action().run();
        }
    }

    private static final class CommandCell extends ListCell<PaletteCommand> {
        @Override
        protected void updateItem(@Nullable PaletteCommand command, boolean empty) {
            super.updateItem(command, empty);
            setText(null);
            if (empty || command == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            Region space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            Label key = new Label(command.key());
            key.getStyleClass().add("key");
            HBox row = new HBox(12, new Label(command.name()), space, key);
            row.setAlignment(Pos.CENTER_LEFT);
            setGraphic(row);
            setAccessibleText(command.name() + ", " + command.key());
        }
    }
}
