// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.window;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.trebuchetfx.inspector.view.ScreenFit;
import java.util.List;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.beans.value.ChangeListener;
import javafx.collections.ListChangeListener;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.PopupWindow;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import org.jspecify.annotations.Nullable;

/**
 * The inspector's own window, beside that of the host, which it does not change. Confined to the FX thread.
 */
final class InspectorWindow {
    private static final double WIDTH = 1_440;
    private static final double HEIGHT = 900;

    private final Stage stage = new Stage();
    private final Scene scene;
    private @Nullable Stage host;
    private final ListChangeListener<String> sheets = change -> copyStyle();
    private final ChangeListener<String> userAgentSheet = (value, before, now) -> copyStyle();
    private final ChangeListener<Scene> hostScene = (value, before, now) -> follow(before, now);

    InspectorWindow(Parent pane) {
        scene = new Scene(pane, WIDTH, HEIGHT);
        scene.setUserAgentStylesheet(theme(null));
        stage.setScene(scene);
        stage.setTitle("Trebuchet FX inspector");
        stage.setMinWidth(640);
        stage.setMinHeight(480);
        scene.addEventFilter(KeyEvent.KEY_PRESSED, this::toggleOnKey);
        stage.addEventHandler(WindowEvent.WINDOW_HIDING, event -> hidePopups());
    }

    /** Hides popups before the window hides, because JavaFX throws if a menu outlives its owner. */
    private void hidePopups() {
        for (Window each : List.copyOf(Window.getWindows())) {
            if (each instanceof PopupWindow popup && stage.equals(popup.getOwnerWindow())) {
                popup.hide();
            }
        }
    }

    void installOn(Stage newHost) {
        host = newHost;
        newHost.addEventFilter(KeyEvent.KEY_PRESSED, this::toggleOnKey);
        newHost.sceneProperty().addListener(hostScene);
        newHost.addEventHandler(WindowEvent.WINDOW_HIDDEN, event -> stage.hide());
        follow(null, newHost.getScene());
    }

    private void toggleOnKey(KeyEvent event) {
        if (event.getCode() == KeyCode.F12 && !event.isShortcutDown() && !event.isAltDown()) {
            if (stage.isShowing()) {
                hide();
            } else {
                show();
            }
            event.consume();
        }
    }

    private void follow(@Nullable Scene before, @Nullable Scene now) {
        if (before != null) {
            before.getStylesheets().removeListener(sheets);
            before.userAgentStylesheetProperty().removeListener(userAgentSheet);
        }
        if (now != null) {
            now.getStylesheets().addListener(sheets);
            now.userAgentStylesheetProperty().addListener(userAgentSheet);
        }
        copyStyle();
    }

    /** Takes over the light or dark style of the host. */
    private void copyStyle() {
        Scene from = host == null ? null : host.getScene();
        if (from != null) {
            scene.getStylesheets().setAll(from.getStylesheets());
            scene.setUserAgentStylesheet(theme(from.getUserAgentStylesheet()));
        }
    }

    /**
     * Returns the style sheet of an AtlantaFX theme, which the colours of the inspector come from. The themes of JavaFX itself do not define them.
     *
     * @param given the style sheet of the scene that the window shall look like; null for the application's
     */
    private String theme(@Nullable String given) {
        String found = given == null ? Application.getUserAgentStylesheet() : given;
        if (found != null
                && !found.equals(Application.STYLESHEET_MODENA)
                && !found.equals(Application.STYLESHEET_CASPIAN)) {
            return found;
        }
        boolean isDark = scene.getPreferences().getColorScheme() == ColorScheme.DARK;
        return (isDark ? new PrimerDark() : new PrimerLight()).getUserAgentStylesheet();
    }

    /** Takes over the light or dark style of another scene as it is now. */
    void likeThat(@Nullable Scene other) {
        if (other != null) {
            scene.getStylesheets().setAll(other.getStylesheets());
            scene.setUserAgentStylesheet(theme(other.getUserAgentStylesheet()));
        }
    }

    Stage stage() {
        return stage;
    }

    void show() {
        // A stage keeps its place and size while it is hidden.
        stage.show();
        ScreenFit.fit(stage);
        stage.toFront();
    }

    void hide() {
        stage.hide();
    }
}
