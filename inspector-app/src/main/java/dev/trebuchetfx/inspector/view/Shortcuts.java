// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import dev.trebuchetfx.inspector.model.InspectorModel;
import dev.trebuchetfx.inspector.view.header.FilterBar;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** The keys of the whole pane. Single letters do nothing while a text is being written. */
final class Shortcuts {
    private final InspectorModel model;
    private final FilterBar filter;
    private final Node table;
    private final PromptBar prompt;
    private final FileDialogs files;
    private final SavePartMenu parts;
    private final Runnable help;

    Shortcuts(InspectorModel model, FilterBar filter, Node table, PromptBar prompt, FileDialogs files, Runnable help) {
        this.model = model;
        this.filter = filter;
        this.table = table;
        this.prompt = prompt;
        this.files = files;
        this.parts = new SavePartMenu(model.files(), files);
        this.help = help;
    }

    /** Characters, wherever they are on the keyboard. */
    boolean typed(KeyEvent event) {
        if (event.getTarget() instanceof TextInputControl || event.isShortcutDown() || event.isAltDown()) {
            return false;
        }
        switch (event.getCharacter()) {
            case "?" -> help.run();
            case "/" -> filter.focusText();
            case "[" -> model.state().back();
            case "]" -> model.state().forward();
            case ";" -> comment();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void comment() {
        String before = model.commands().comment();
        if (before != null) {
            prompt.ask("Comment", before, text -> {
                model.commands().comment(text);
                return null;
            });
        }
    }

    boolean pressed(KeyEvent event) {
        boolean writing = event.getTarget() instanceof TextInputControl;
        KeyCode code = event.getCode();
        if (event.isShortcutDown()) {
            if (code == KeyCode.A && event.getTarget() == table && !event.isShiftDown()) {
                model.table().selectAll();
                return true;
            }
            return event.isShiftDown() ? withControlAndShift(code, writing) : withControl(code);
        }
        if (code == KeyCode.ESCAPE && writing) {
            table.requestFocus();
            return true;
        }
        if (!event.isAltDown() && (code == KeyCode.F7 || code == KeyCode.F8)) {
            model.table().moveSelection(code == KeyCode.F7 ? -1 : 1);
            return true;
        }
        if (writing) {
            return false;
        }
        if (event.isAltDown()) {
            return switch (code) {
                case LEFT -> did(model.commands().travel(-1));
                case RIGHT -> did(model.commands().travel(1));
                case S -> {
                    parts.show(table);
                    yield true;
                }
                default -> false;
            };
        }
        return event.getTarget() == table && letter(event, code);
    }

    private boolean letter(KeyEvent event, KeyCode code) {
        return switch (code) {
            case SPACE -> toggle(model.pausedProperty());
            case F -> toggle(model.table().followProperty());
            case N -> did(model.table().selectProblem(event.isShiftDown() ? -1 : 1));
            case M -> did(model.commands().toggleMark());
            default -> false;
        };
    }

    private boolean withControl(KeyCode code) {
        switch (code) {
            case E -> toggle(model.recordingProperty());
            case F -> filter.focusText();
            case PERIOD -> model.table().selectInStream(1);
            case COMMA -> model.table().selectInStream(-1);
            case T -> model.table().toggleTimeReference();
            case G -> prompt.ask("Go to  #row, sequence or time", "", model::goTo);
            case S -> files.save();
            case O -> files.open();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean withControlAndShift(KeyCode code, boolean writing) {
        switch (code) {
            case N -> model.commands().selectMark(1);
            case B -> model.commands().selectMark(-1);
            case C -> {
                String json = writing ? null : model.commands().json();
                if (json != null) {
                    Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, json));
                }
                return json != null;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The key is known, whether or not there was anything to do. */
    private static boolean did(boolean ignored) {
        return true;
    }

    private static boolean toggle(BooleanProperty property) {
        property.set(!property.get());
        return true;
    }
}
