// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.trebuchetfx.bindings.testing.FxTesting;
import javafx.application.Application;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.stage.Stage;

/** The themes in which the tests show the parts. */
enum Themed {
    LIGHT,
    DARK,
    MODENA;

    /** Shows {@code root} in a window of this theme. Any thread. */
    Stage show(Parent root, double width, double height) {
        Stage stage = FxTesting.call(() -> {
            Application.setUserAgentStylesheet(
                    switch (this) {
                        case LIGHT -> new PrimerLight().getUserAgentStylesheet();
                        case DARK -> new PrimerDark().getUserAgentStylesheet();
                        case MODENA -> Application.STYLESHEET_MODENA;
                    });
            Scene scene = new Scene(root, width, height);
            (this == MODENA ? ThemeAliases.MODENA : ThemeAliases.ATLANTAFX).addTo(scene);
            Stage made = new Stage();
            made.setScene(scene);
            made.show();
            return made;
        });
        FxTesting.awaitPulse();
        return stage;
    }
}
