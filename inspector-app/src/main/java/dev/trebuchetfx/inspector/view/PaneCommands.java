// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import dev.trebuchetfx.inspector.act.ActModel;
import dev.trebuchetfx.inspector.board.BoardModel;
import dev.trebuchetfx.inspector.model.SavedPart;
import dev.trebuchetfx.inspector.view.act.SendPane;
import dev.trebuchetfx.inspector.view.palette.CommandPalette;
import dev.trebuchetfx.inspector.view.palette.KeyMap;
import dev.trebuchetfx.inspector.view.palette.PaletteCommand;
import dev.trebuchetfx.inspector.view.table.MessageTableView;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.DirectoryChooser;

/**
 * What can be done from anywhere in a pane: Ctrl+K lists every action, Ctrl+Shift+S shows Send in the drawer, Ctrl+Shift+T writes a test. An action of the
 * list is done by its key, so that the two can't come apart.
 */
public final class PaneCommands {
    private final InspectorPane pane;
    private final CommandPalette palette;
    private final Consumer<Path> tests;

    private PaneCommands(InspectorPane pane, ActModel model, Consumer<Path> tests) {
        this.pane = pane;
        this.tests = tests;
        SendPane send = new SendPane(model);
        pane.drawer().add(BoardModel.Tab.SEND, send, send.first());
        new PulseRefresher(send, model::refresh);
        this.palette = new CommandPalette(commands(), pane.getStylesheets());
    }

    /**
     * Gives {@code pane} the keys, and its drawer the panel Send.
     *
     * @param tests writes a test of what the filter lets through to the folder given
     */
    public static void installOn(InspectorPane pane, ActModel model, Consumer<Path> tests) {
        PaneCommands commands = new PaneCommands(pane, model, tests);
        pane.addEventFilter(KeyEvent.KEY_PRESSED, commands::pressed);
    }

    private void pressed(KeyEvent event) {
        if (!event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        if (event.getCode() == KeyCode.K && !event.isShiftDown()) {
            palette.show(pane);
            event.consume();
        } else if (event.getCode() == KeyCode.S && event.isShiftDown()) {
            pane.drawer().focus(BoardModel.Tab.SEND);
            event.consume();
        } else if (event.getCode() == KeyCode.T && event.isShiftDown()) {
            writeTest();
            event.consume();
        }
    }

    private void writeTest() {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle("Where the test goes, such as src/test/java");
        File folder = chooser.showDialog(pane.getScene().getWindow());
        if (folder != null) {
            tests.accept(folder.toPath());
        }
    }

    private List<PaletteCommand> commands() {
        List<PaletteCommand> commands = new ArrayList<>();
        for (KeyMap.Action action : KeyMap.actions()) {
            commands.add(new PaletteCommand(action.name(), action.stroke().words(), () -> fire(action)));
        }
        for (SavedPart.Kind kind : SavedPart.Kind.values()) {
            if (kind != SavedPart.Kind.EVERYTHING) {
                commands.add(new PaletteCommand("Save " + kind.words(), "", () -> pane.save(kind)));
            }
        }
        MessageTableView table = pane.table();
        for (String column : MessageTableView.columnNames()) {
            commands.add(new PaletteCommand("Show or hide the column " + column, "", () -> table.toggleColumn(column)));
        }
        commands.add(new PaletteCommand("Fit all columns to what shows", "", table::fitColumns));
        commands.add(new PaletteCommand("Columns as at first", "", table::resetColumns));
        return commands;
    }

    private void fire(KeyMap.Action action) {
        switch (action.where()) {
            case GRAPH -> pane.drawer().focus(BoardModel.Tab.GRAPH);
            case TIMELINE -> pane.drawer().focus(BoardModel.Tab.TIMELINE);
            case MESSAGES, LANE, OVERVIEW -> {}
        }
        Node target = pane.lookup("#" + action.where().id());
        if (target != null) {
            target.requestFocus();
            action.stroke().fireAt(target);
        }
    }
}
