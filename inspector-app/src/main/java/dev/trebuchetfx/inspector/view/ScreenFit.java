// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import java.util.List;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Window;

/** Keeps windows within the screen that they are on: one may have been arranged on a larger screen. Confined to the FX thread. */
public final class ScreenFit {
    private ScreenFit() {}

    /** Makes a window that shows no larger than its screen, and moves it into it. */
    public static void fit(Window window) {
        List<Screen> under =
                Screen.getScreensForRectangle(window.getX(), window.getY(), window.getWidth(), window.getHeight());
        Screen screen = under.isEmpty() ? Screen.getPrimary() : under.getFirst();
        Rectangle2D now = new Rectangle2D(
                window.getX(), window.getY(), Math.max(0, window.getWidth()), Math.max(0, window.getHeight()));
        Rectangle2D fitting = within(now, screen.getVisualBounds());
        if (!fitting.equals(now)) {
            window.setWidth(fitting.getWidth());
            window.setHeight(fitting.getHeight());
            window.setX(fitting.getMinX());
            window.setY(fitting.getMinY());
        }
    }

    /** Returns what is to become of a window, so that all of it is on the screen. */
    static Rectangle2D within(Rectangle2D window, Rectangle2D screen) {
        double width = Math.min(window.getWidth(), screen.getWidth());
        double height = Math.min(window.getHeight(), screen.getHeight());
        return new Rectangle2D(
                Math.max(screen.getMinX(), Math.min(window.getMinX(), screen.getMaxX() - width)),
                Math.max(screen.getMinY(), Math.min(window.getMinY(), screen.getMaxY() - height)),
                width,
                height);
    }
}
