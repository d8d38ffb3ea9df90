// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.app;

import java.util.prefs.BackingStoreException;
import java.util.prefs.Preferences;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The theme, and the size and place of the window that was closed last, kept for later runs. Confined to the FX thread. */
public final class WindowSettings {
    private static final String DARK = "dark";
    private static final String WIDTH = "width";
    private static final String HEIGHT = "height";
    private static final String X = "x";
    private static final String Y = "y";

    private final Preferences kept;

    /** Keeps settings in {@code kept}. */
    WindowSettings(Preferences kept) {
        this.kept = kept;
    }

    /** Returns the settings of this user. */
    static WindowSettings ofUser() {
        return new WindowSettings(Preferences.userRoot().node("dev/trebuchetfx/demo"));
    }

    /** Returns whether the theme is dark; null if nobody has chosen one. */
    @Nullable
    Boolean isDark() {
        String value = kept.get(DARK, null);
        return value == null ? null : Boolean.valueOf(value);
    }

    /** Keeps the theme. */
    void keepDark(boolean isDark) {
        kept.putBoolean(DARK, isDark);
        flush();
    }

    /** Gives a window the size and the place that were kept, if a screen is there. */
    void restore(Stage stage) {
        double width = kept.getDouble(WIDTH, Double.NaN);
        double height = kept.getDouble(HEIGHT, Double.NaN);
        double x = kept.getDouble(X, Double.NaN);
        double y = kept.getDouble(Y, Double.NaN);
        if (Double.isNaN(width) || Double.isNaN(height) || width < 1 || height < 1) {
            return;
        }
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        stage.setWidth(Math.min(width, screen.getWidth()));
        stage.setHeight(Math.min(height, screen.getHeight()));
        if (!Double.isNaN(x)
                && !Double.isNaN(y)
                && !Screen.getScreensForRectangle(x, y, width, height).isEmpty()) {
            stage.setX(x);
            stage.setY(y);
        }
    }

    /** Keeps the size and the place of a window. */
    void keep(Stage stage) {
        if (stage.isMaximized() || stage.isFullScreen()) {
            return;
        }
        kept.putDouble(WIDTH, stage.getWidth());
        kept.putDouble(HEIGHT, stage.getHeight());
        kept.putDouble(X, stage.getX());
        kept.putDouble(Y, stage.getY());
        flush();
    }

    private void flush() {
        try {
            kept.flush();
        } catch (BackingStoreException e) {
            // The next run begins as if nothing had been kept.
        }
    }
}
