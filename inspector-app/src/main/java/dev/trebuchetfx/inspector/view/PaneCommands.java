// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import dev.trebuchetfx.inspector.act.ActModel;
import dev.trebuchetfx.inspector.view.act.SendWindow;
import dev.trebuchetfx.inspector.view.palette.CommandPalette;
import dev.trebuchetfx.inspector.view.palette.PaletteCommand;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.DirectoryChooser;

/**
 * What can be done from anywhere in a pane: Ctrl+K lists every action, Ctrl+Shift+S opens the panel Send, Ctrl+Shift+T writes a test. An action of the list is done by
 * its key, so that the two can't come apart.
 */
public final class PaneCommands {
    private final Parent pane;
    private final SendWindow send;
    private final CommandPalette palette;
    private final Consumer<Path> tests;

    private PaneCommands(Parent pane, ActModel model, Consumer<Path> tests) {
        this.pane = pane;
        this.tests = tests;
        this.send = new SendWindow(model, pane);
        this.palette = new CommandPalette(commands(), pane.getStylesheets());
    }

    /**
     * Gives {@code pane} the keys.
     *
     * @param tests writes a test of what the filter lets through to the folder given
     */
    public static void installOn(Parent pane, ActModel model, Consumer<Path> tests) {
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
            send.show();
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
        List<PaletteCommand> commands = new ArrayList<>(List.of(
                key("Record on or off", "Ctrl+E", KeyCode.E, true, false),
                key("Pause or resume the view", "Space", KeyCode.SPACE, false, false),
                key("Follow the newest message", "F", KeyCode.F, false, false),
                key("Filter messages", "Ctrl+F", KeyCode.F, true, false),
                key("Next problem", "N", KeyCode.N, false, false),
                key("Previous problem", "Shift+N", KeyCode.N, false, true),
                typed("Update after this one, of the same stream", "]"),
                typed("Update before this one, of the same stream", "["),
                key("First message", "Home", KeyCode.HOME, false, false),
                key("Last message, and follow", "End", KeyCode.END, false, false),
                key("Open or close the drawer", "Ctrl+J", KeyCode.J, true, false),
                key("Show the graph of the stream", "Ctrl+4", KeyCode.DIGIT4, true, false),
                key("Show the timeline", "Ctrl+5", KeyCode.DIGIT5, true, false),
                key("Show the problems", "Ctrl+6", KeyCode.DIGIT6, true, false),
                key("Show the server's buffers", "Ctrl+7", KeyCode.DIGIT7, true, false),
                key("Show the resumes", "Ctrl+8", KeyCode.DIGIT8, true, false),
                key("Show the calls", "Ctrl+9", KeyCode.DIGIT9, true, false),
                key("Save the graph as SVG or PNG", "Ctrl+Shift+G", KeyCode.G, true, true),
                key("Next message of the same stream", "Ctrl+.", KeyCode.PERIOD, true, false),
                key("Previous message of the same stream", "Ctrl+,", KeyCode.COMMA, true, false),
                key("Go to a row, a sequence number, a time", "Ctrl+G", KeyCode.G, true, false),
                key("Mark the message, or take the mark away", "M", KeyCode.M, false, false),
                key("Next mark", "Ctrl+Shift+N", KeyCode.N, true, true),
                key("Previous mark", "Ctrl+Shift+B", KeyCode.B, true, true),
                typed("Comment on the message", ";"),
                key("Count times from this message", "Ctrl+T", KeyCode.T, true, false),
                key("Save the capture", "Ctrl+S", KeyCode.S, true, false),
                key("Open a capture", "Ctrl+O", KeyCode.O, true, false),
                key("Copy the selected lines", "Ctrl+C", KeyCode.C, true, false),
                key("Copy the message as JSON", "Ctrl+Shift+C", KeyCode.C, true, true),
                new PaletteCommand(
                        "Send: call a method, open a stream, bring a fault about", "Ctrl+Shift+S", this::showSend),
                new PaletteCommand(
                        "Write a JUnit test of what the filter lets through", "Ctrl+Shift+T", this::writeTest),
                typed("Show the keys", "?"),
                key("Show or hide the inspector", "F12", KeyCode.F12, false, false)));
        return commands;
    }

    private void showSend() {
        send.show();
    }

    private PaletteCommand key(String name, String key, KeyCode code, boolean control, boolean shift) {
        return new PaletteCommand(
                name, key, () -> fire(KeyEvent.KEY_PRESSED, KeyEvent.CHAR_UNDEFINED, code, control, shift));
    }

    private PaletteCommand typed(String name, String character) {
        return new PaletteCommand(
                name, character, () -> fire(KeyEvent.KEY_TYPED, character, KeyCode.UNDEFINED, false, false));
    }

    private void fire(EventType<KeyEvent> type, String character, KeyCode code, boolean control, boolean shift) {
        Node table = pane.lookup("#messages");
        if (table == null) {
            return;
        }
        table.requestFocus();
        Event.fireEvent(
                table, new KeyEvent(type, character, code.getName(), code, shift, control, false, control && isMac()));
    }

    private static boolean isMac() {
        return System.getProperty("os.name", "").startsWith("Mac");
    }
}
