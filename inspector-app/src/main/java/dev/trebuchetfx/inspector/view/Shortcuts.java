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
            new Key("Space", "pause or resume the view"),
            new Key("F", "follow the newest"),
            new Key("Ctrl+E", "record on or off"),
            new Key("Ctrl+F  or  /", "filter messages"),
            new Key("Esc", "clear the filter; back to the table"),
            new Key("+  −  0", "zoom the lane; back to normal"),
            new Key("← →", "scroll the lane"),
            new Key("Ctrl+C", "copy the selected lines"),
            new Key("?", "these keys"));

    private Shortcuts() {}

    static boolean handle(KeyEvent event, InspectorModel model, FilterBar filter, Node table, Runnable help) {
        boolean writing = event.getTarget() instanceof TextInputControl;
        KeyCode code = event.getCode();
        if (event.isShortcutDown()) {
            return withControl(code, model, filter);
        }
        if (code == KeyCode.ESCAPE
                && writing
                && ((TextInputControl) event.getTarget()).getText().isEmpty()) {
            table.requestFocus();
            return true;
        }
        if (writing || event.isAltDown()) {
            return false;
        }
        if ("?".equals(event.getText()) || (code == KeyCode.SLASH && event.isShiftDown())) {
            help.run();
            return true;
        }
        if (code == KeyCode.SLASH) {
            filter.focusText();
            return true;
        }
        if (event.getTarget() != table) {
            return false;
        }
        return switch (code) {
            case SPACE -> toggle(model.pausedProperty());
            case F -> toggle(model.table().followProperty());
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
