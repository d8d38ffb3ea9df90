// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import dev.trebuchetfx.inspector.board.BoardModel;
import dev.trebuchetfx.inspector.view.drawer.DrawerPane;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** The keys that go from pane to pane, and those of the overview and the drawer. */
final class PaneKeys {
    private final BoardModel board;
    private final DrawerPane drawer;
    private final List<Node> panes;

    /** {@code panes}: what Ctrl+1, 2 and 3 go to. */
    PaneKeys(BoardModel board, DrawerPane drawer, List<Node> panes) {
        this.board = board;
        this.drawer = drawer;
        this.panes = panes;
    }

    boolean pressed(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE
                && !(event.getTarget() instanceof TextInputControl)
                && board.rangeProperty().get() != null) {
            board.overview().clear();
            return true;
        }
        if (!event.isShortcutDown() || event.isAltDown()) {
            return false;
        }
        if (event.getCode() == KeyCode.G && event.isShiftDown()) {
            drawer.exportGraph();
            return true;
        }
        if (event.isShiftDown()) {
            return false;
        }
        if (event.getCode() == KeyCode.J) {
            board.openProperty().set(!board.openProperty().get());
            return true;
        }
        int number = digit(event.getCode());
        if (number < 1) {
            return false;
        }
        if (number <= panes.size()) {
            panes.get(number - 1).requestFocus();
        } else {
            drawer.focus(List.of(BoardModel.Tab.values()).get(number - 1 - panes.size()));
        }
        return true;
    }

    private static int digit(KeyCode code) {
        return switch (code) {
            case DIGIT1, NUMPAD1 -> 1;
            case DIGIT2, NUMPAD2 -> 2;
            case DIGIT3, NUMPAD3 -> 3;
            case DIGIT4, NUMPAD4 -> 4;
            case DIGIT5, NUMPAD5 -> 5;
            case DIGIT6, NUMPAD6 -> 6;
            case DIGIT7, NUMPAD7 -> 7;
            case DIGIT8, NUMPAD8 -> 8;
            case DIGIT9, NUMPAD9 -> 9;
            default -> 0;
        };
    }
}
