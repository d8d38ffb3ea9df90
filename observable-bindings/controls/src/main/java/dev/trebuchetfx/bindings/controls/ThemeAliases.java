// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import java.net.URL;
import java.util.Objects;
import javafx.scene.Scene;

/**
 * Style sheets that name the colours of one theme in the terms of another, so that the parts of this package and all controls of ControlsFX are drawn in the colours of the theme,
 * dark or light, without a warning.
 */
public enum ThemeAliases {
    /** For a theme of AtlantaFX: names the colours of Modena, which ControlsFX uses, in AtlantaFX's terms. */
    ATLANTAFX("atlantafx-aliases.css"),
    /** For Modena, the theme of JavaFX: names the colours of AtlantaFX, which the parts of this package use, in Modena's terms. */
    MODENA("modena-aliases.css");

    private final String file;

    ThemeAliases(String file) {
        this.file = file;
    }

    /** Returns the address of the style sheet, for {@link Scene#getStylesheets()} or FXML. */
    public String stylesheet() {
        return address(file);
    }

    /** Adds the style sheet to {@code scene}, and takes that of the other theme away. Its popups have it too. FX thread. */
    public void addTo(Scene scene) {
        for (ThemeAliases each : values()) {
            scene.getStylesheets().remove(each.stylesheet());
        }
        scene.getStylesheets().addFirst(stylesheet());
    }

    /** Returns the address of the style sheet of the parts. */
    static String parts() {
        return address("parts.css");
    }

    private static String address(String file) {
        URL found = ThemeAliases.class.getResource(file);
        return Objects.requireNonNull(found, file).toExternalForm();
    }
}
