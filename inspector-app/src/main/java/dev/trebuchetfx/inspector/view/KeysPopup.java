// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import atlantafx.base.controls.Popover;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/** Shows what the keys do. Any click elsewhere, or Escape, closes it. */
final class KeysPopup {
    private final Popover popOver = new Popover();

    KeysPopup() {
        GridPane grid = new GridPane(24, 6);
        int row = 0;
        for (Shortcuts.Key key : Shortcuts.ALL) {
            Label name = new Label(key.key());
            name.getStyleClass().add("key");
            name.setMinWidth(150);
            grid.addRow(row++, name, new Label(key.action()));
        }
        Label title = new Label("Keys");
        title.getStyleClass().add("empty-title");
        VBox box = new VBox(12, title, grid);
        box.setId("keys");
        box.getStyleClass().add("keys");
        popOver.setContentNode(box);
        popOver.setDetachable(false);
        popOver.setHeaderAlwaysVisible(false);
        popOver.setArrowLocation(Popover.ArrowLocation.TOP_RIGHT);
        popOver.setAnimated(false);
        popOver.setHideOnEscape(true);
    }

    void show(Node pane) {
        if (popOver.isShowing()) {
            popOver.hide();
            return;
        }
        Node button = pane.lookup("#help");
        popOver.show(button == null ? pane : button);
    }
}
