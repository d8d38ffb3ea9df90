// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import atlantafx.base.controls.Popover;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Shows what the keys do. Any click elsewhere, or Escape, closes it. */
final class KeysPopup {
    private final Popover popOver = new Popover();

    KeysPopup() {
        GridPane grid = new GridPane(24, 6);
        List<Shortcuts.Key> all =
                Stream.concat(Shortcuts.ALL.stream(), PaneKeys.ALL.stream()).toList();
        int half = (all.size() + 1) / 2;
        for (int i = 0; i < all.size(); i++) {
            Shortcuts.Key key = all.get(i);
            Label name = new Label(key.key());
            name.getStyleClass().add("key");
            name.setMinWidth(Region.USE_PREF_SIZE);
            int column = i < half ? 0 : 2;
            grid.add(name, column, i % half);
            grid.add(new Label(key.action()), column + 1, i % half);
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
