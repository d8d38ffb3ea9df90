// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import atlantafx.base.theme.Styles;
import dev.trebuchetfx.bindings.controls.OfflineQueue;
import dev.trebuchetfx.demo.model.TodoViewModel;
import dev.trebuchetfx.demo.text.Words;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.util.Duration;
import org.controlsfx.control.PopOver;
import org.jspecify.annotations.Nullable;

/** The words about the changes that are under way. Pressed, it lists them, and what was not sent can be taken back there. */
final class QueueButton extends Button {
    private final OfflineQueue queue = new OfflineQueue();
    private @Nullable PopOver popOver;

    QueueButton(TodoViewModel model) {
        setId("pending");
        getStyleClass().addAll("queue-button", Styles.FLAT, Styles.SMALL);
        setTooltip(new Tooltip(Words.of("pending.tip")));
        textProperty().bind(model.pendingProperty());
        visibleProperty().bind(model.pendingProperty().isNotEmpty());
        managedProperty().bind(visibleProperty());
        queue.changesProperty().bind(model.connection().changes());
        queue.describeProperty().set(model.connection()::describe);
        queue.setPrefSize(380, 240);
        setOnAction(_ -> toggle());
        sceneProperty().subscribe(scene -> {
            if (scene == null) {
                hide();
            }
        });
    }

    private void toggle() {
        if (popOver != null && popOver.isShowing()) {
            hide();
            return;
        }
        if (popOver == null) {
            popOver = PopOvers.of(queue, PopOver.ArrowLocation.BOTTOM_LEFT);
        }
        popOver.show(this);
        queue.requestFocus();
    }

    private void hide() {
        if (popOver != null) {
            popOver.hide(Duration.ZERO);
        }
    }
}
