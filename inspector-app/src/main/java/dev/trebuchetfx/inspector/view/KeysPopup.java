// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import atlantafx.base.controls.Popover;
import dev.trebuchetfx.inspector.view.palette.KeyMap;
import java.util.List;
import javafx.geometry.Dimension2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.WindowEvent;

/** Shows what the keys do. Any click elsewhere, or Escape, closes it. */
final class KeysPopup {
    private static final double MARGIN = 90;
    private static final double SCROLL_BAR = 16;

    private final Popover popOver = new Popover();
    private final HBox columns;
    private final ScrollPane scroll;

    KeysPopup() {
        List<KeyMap.Section> sections = KeyMap.SECTIONS;
        // Two columns: three are wider than a window of 1280 pixels.
        VBox first = new VBox(14, section(sections.get(0)), section(sections.get(3)));
        VBox second = new VBox(14, section(sections.get(1)), section(sections.get(2)));
        columns = new HBox(28, first, second);
        columns.setId("keys");
        columns.getStyleClass().add("keys");
        scroll = new ScrollPane();
        scroll.getStyleClass().add("edge-to-edge");
        scroll.setId("keys-scroll");
        scroll.setFitToHeight(false);
        scroll.setFocusTraversable(true);
        popOver.setContentNode(scroll);
        popOver.setDetachable(false);
        popOver.setHeaderAlwaysVisible(false);
        popOver.setArrowLocation(Popover.ArrowLocation.TOP_RIGHT);
        popOver.setAnimated(false);
        popOver.setHideOnEscape(true);
        // It is scrolled by keys, too.
        popOver.addEventHandler(WindowEvent.WINDOW_SHOWN, event -> scroll.requestFocus());
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

    /** Returns the size of the whole sheet, which is known only in a scene with the same style. */
    private Dimension2D measured(Scene like) {
        StackPane root = new StackPane(columns);
        root.getStyleClass().add("trebuchet-inspector");
        Scene scene = new Scene(root);
        scene.setUserAgentStylesheet(like.getUserAgentStylesheet());
        scene.getStylesheets().setAll(like.getStylesheets());
        scene.getStylesheets().addAll(like.getRoot().getStylesheets());
        root.applyCss();
        root.layout();
        Dimension2D size = new Dimension2D(columns.prefWidth(-1), columns.prefHeight(-1));
        root.getChildren().clear();
        scroll.setContent(columns);
        return size;
    }

    void show(Node pane) {
        if (popOver.isShowing()) {
            popOver.hide();
            return;
        }
        if (pane.getScene() != null) {
            Dimension2D all = measured(pane.getScene());
            // A small window has room for a part; the rest is scrolled to. The popover gives its content what that
            // prefers, whatever it takes at
            // most.
            scroll.setPrefSize(
                    Math.min(Math.max(320, pane.getScene().getWidth() - MARGIN / 2), all.getWidth() + SCROLL_BAR),
                    Math.min(Math.max(200, pane.getScene().getHeight() - MARGIN), all.getHeight() + SCROLL_BAR));
        }
        Node button = pane.lookup("#help");
        popOver.show(button == null ? pane : button);
    }
}
