// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import dev.trebuchetfx.inspector.model.InspectorModel;
import dev.trebuchetfx.inspector.view.header.FilterBar;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** The keys of the whole pane. Single letters do nothing while a text is being written. */
final class Shortcuts {
    /** What a key does. */
    record Key(String key, String action) {}

    /** In the order in which they are shown. */
    static final List<Key> ALL = List.of(
            new Key("F12", "show or hide the inspector"),
            new Key("↑ ↓  or  k j", "previous, next message"),
            new Key("Page Up, Page Down", "a page of messages"),
            new Key("g  or  Home", "first message"),
            new Key("G  or  End", "last message, and follow"),
            new Key("[  ]", "update before, after, of the same stream; State and Diff tell what it was then"),
            new Key("N  Shift+N", "next, previous problem: gap, duplicate, restart, error"),
            new Key("Space", "pause or resume the view"),
            new Key("F", "follow the newest"),
            new Key("Ctrl+E", "record on or off"),
            new Key("Ctrl+F  or  /", "filter messages"),
            new Key("Esc", "back to the table; the filter stays"),
            new Key("+  −  0", "zoom the lane; back to normal"),
            new Key("← →", "scroll the lane"),
            new Key("Ctrl+C", "copy the selected lines"),
            new Key("?", "these keys"));

    private Shortcuts() {}

    /** Characters, wherever they are on the keyboard. */
    static boolean typed(KeyEvent event, InspectorModel model, FilterBar filter, Runnable help) {
        if (event.getTarget() instanceof TextInputControl || event.isShortcutDown()) {
            return false;
        }
        return switch (event.getCharacter()) {
            case "?" -> {
                help.run();
                yield true;
            }
            case "/" -> {
                filter.focusText();
                yield true;
            }
            case "[" -> {
                model.state().back();
                yield true;
            }
            case "]" -> {
                model.state().forward();
                yield true;
            }
            default -> false;
        };
    }

    static boolean pressed(KeyEvent event, InspectorModel model, FilterBar filter, Node table) {
        boolean writing = event.getTarget() instanceof TextInputControl;
        KeyCode code = event.getCode();
        if (event.isShortcutDown()) {
            return withControl(code, model, filter);
        }
        if (code == KeyCode.ESCAPE && writing) {
            table.requestFocus();
            return true;
        }
        if (writing || event.isAltDown()) {
            return false;
        }
        if (event.getTarget() != table) {
            return false;
        }
        return switch (code) {
            case SPACE -> toggle(model.pausedProperty());
            case F -> toggle(model.table().followProperty());
            case N -> {
                model.table().selectProblem(event.isShiftDown() ? -1 : 1);
                yield true;
            }
            default -> false;
        };
    }

    private static boolean withControl(KeyCode code, InspectorModel model, FilterBar filter) {
        return switch (code) {
            case E -> toggle(model.recordingProperty());
            case F -> {
                filter.focusText();
                yield true;
            }
            default -> false;
        };
    }

    private static boolean toggle(BooleanProperty property) {
        property.set(!property.get());
        return true;
    }
}
