// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import atlantafx.base.controls.Popover;
import dev.trebuchetfx.inspector.view.palette.KeyMap;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Shows what the keys do. Any click elsewhere, or Escape, closes it. */
final class KeysPopup {
    private static final double MARGIN = 90;

    private final Popover popOver = new Popover();
    private final ScrollPane scroll;

    KeysPopup() {
        List<KeyMap.Section> sections = KeyMap.SECTIONS;
        // Two columns: three are wider than a window of 1280 pixels.
        VBox first = new VBox(14, section(sections.get(0)), section(sections.get(3)));
        VBox second = new VBox(14, section(sections.get(1)), section(sections.get(2)));
        HBox columns = new HBox(28, first, second);
        columns.setId("keys");
        columns.getStyleClass().add("keys");
        scroll = new ScrollPane(columns);
        scroll.getStyleClass().add("edge-to-edge");
        scroll.setFitToHeight(false);
        popOver.setContentNode(scroll);
        popOver.setDetachable(false);
        popOver.setHeaderAlwaysVisible(false);
        popOver.setArrowLocation(Popover.ArrowLocation.TOP_RIGHT);
        popOver.setAnimated(false);
        popOver.setHideOnEscape(true);
    }

    private static Node section(KeyMap.Section section) {
        GridPane grid = new GridPane(16, 4);
        for (int i = 0; i < section.lines().size(); i++) {
            KeyMap.Line line = section.lines().get(i);
            Label name = new Label(line.keys());
            name.getStyleClass().add("key");
            name.setMinWidth(Region.USE_PREF_SIZE);
            Label words = new Label(line.words());
            words.setMinWidth(Region.USE_PREF_SIZE);
            grid.addRow(i, name, words);
        }
        Label title = new Label(section.title());
        title.getStyleClass().add("empty-title");
        return new VBox(8, title, grid);
    }

    void show(Node pane) {
        if (popOver.isShowing()) {
            popOver.hide();
            return;
        }
        if (pane.getScene() != null) {
            // A small window has room for a part; the rest is scrolled to.
            scroll.setMaxSize(
                    Math.max(400, pane.getScene().getWidth() - MARGIN / 2),
                    Math.max(240, pane.getScene().getHeight() - MARGIN));
        }
        Node button = pane.lookup("#help");
        popOver.show(button == null ? pane : button);
    }
}
