// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.app;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;

/** Dark or light, for all windows. Begins as it was left, or else as the desktop is set. Belongs to the FX thread. */
public final class Appearance {
    private final BooleanProperty dark = new SimpleBooleanProperty(FxToolkit.isDesktopDark());

    /** Applies the theme, now and whenever it changes, and keeps a choice in {@code settings}. */
    public Appearance(WindowSettings settings) {
        this();
        Boolean kept = settings.isDark();
        if (kept != null) {
            dark.set(kept);
        }
        dark.addListener((_, _, isDark) -> settings.keepDark(isDark));
    }

    /** Applies the theme, now and whenever it changes. */
    public Appearance() {
        dark.subscribe(isDark -> FxToolkit.setTheme(
                isDark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet()));
    }

    /** Returns the property that is true for the dark theme. */
    public BooleanProperty darkProperty() {
        return dark;
    }
}
