// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Window;

/** Keeps a window on the screen: a size that was remembered may come from a larger one, or from one that is no longer there. FX thread. */
final class OnScreen {
    private OnScreen() {}

    /** Makes a window that shows no larger than the screen that it is on, and moves it there wholly. */
    static void keep(Window window) {
        Rectangle2D now = new Rectangle2D(window.getX(), window.getY(), window.getWidth(), window.getHeight());
        Screen screen = Screen.getScreensForRectangle(now).stream().findFirst().orElse(Screen.getPrimary());
        Rectangle2D kept = within(now, screen.getVisualBounds());
        if (!kept.equals(now)) {
            window.setX(kept.getMinX());
            window.setY(kept.getMinY());
            window.setWidth(kept.getWidth());
            window.setHeight(kept.getHeight());
        }
    }

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
