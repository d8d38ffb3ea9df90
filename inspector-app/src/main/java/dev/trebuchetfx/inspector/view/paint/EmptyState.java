// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.paint;

import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Says why there is nothing to see, and what to do. */
public final class EmptyState {
    private EmptyState() {}

    public static VBox of(Feather symbol, String head, String text) {
        FontIcon icon = new FontIcon(symbol);
        icon.getStyleClass().add("empty-icon");
        Label title = new Label(head);
        title.getStyleClass().add("empty-title");
        Label words = new Label(text);
        words.getStyleClass().add("quiet");
        words.setWrapText(true);
        words.setTextAlignment(TextAlignment.CENTER);
        words.setMaxWidth(320);
        VBox box = new VBox(6, icon, title, words);
        box.getStyleClass().add("empty");
        return box;
    }
}
