// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.act;

import dev.trebuchetfx.inspector.act.ActModel;
import javafx.animation.AnimationTimer;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The panel Send in a window of its own beside the messages, in the colours of the pane that it belongs to. Escape closes it. */
public final class SendWindow {
    private static final double WIDTH = 880;
    private static final double HEIGHT = 600;

    private final ActModel model;
    private final Parent owner;
    private @Nullable Stage stage;

    /** {@code owner}: the inspector's pane. */
    public SendWindow(ActModel model, Parent owner) {
        this.model = model;
        this.owner = owner;
    }

    /** Shows the window, or brings it to the front. */
    public void show() {
        Stage shown = stage == null ? made() : stage;
        stage = shown;
        Scene from = owner.getScene();
        if (from != null) {
            shown.getScene().getStylesheets().setAll(from.getStylesheets());
            shown.getScene().setUserAgentStylesheet(from.getUserAgentStylesheet());
        }
        shown.show();
        shown.toFront();
    }

    private Stage made() {
        BorderPane root = new BorderPane(new SendPane(model));
        root.getStyleClass().add("trebuchet-inspector");
        root.getStylesheets().setAll(owner.getStylesheets());
        Scene scene = new Scene(root, WIDTH, HEIGHT);
        Scene from = owner.getScene();
        Stage made = new Stage();
        made.setTitle("Send · Trebuchet FX inspector");
        made.setScene(scene);
        made.setMinWidth(720);
        made.setMinHeight(420);
        if (from != null && from.getWindow() != null) {
            made.initOwner(from.getWindow());
        }
        scene.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                made.hide();
            }
        });
        AnimationTimer pulse = new AnimationTimer() {
            @Override
            public void handle(long now) {
                model.refresh();
            }
        };
        made.showingProperty().subscribe(showing -> {
            if (showing) {
                pulse.start();
            } else {
                pulse.stop();
            }
        });
        return made;
    }
}
