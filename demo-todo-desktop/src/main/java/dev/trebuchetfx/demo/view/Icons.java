// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Icons and the buttons that show nothing else. */
final class Icons {
    private Icons() {}

    static FontIcon icon(Feather icon) {
        return new FontIcon(icon);
    }

    /** A flat button with an icon, and a name for those who don't see it. */
    static Button button(Feather icon, String name, String tip, Runnable action) {
        Button button = new Button("", icon(icon));
        button.getStyleClass().addAll("button-icon", "flat");
        button.setAccessibleText(name);
        button.setTooltip(new Tooltip(tip));
        button.setOnAction(_ -> action.run());
        return button;
    }
}
