// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import javafx.animation.AnimationTimer;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Window;

/** Runs a task once a pulse while the window of a node shows; costs nothing otherwise. */
final class PulseRefresher extends AnimationTimer {
    private final Runnable task;

    PulseRefresher(Node node, Runnable task) {
        this.task = task;
        node.sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::showingProperty)
                .orElse(false)
                .subscribe(showing -> {
                    if (showing) {
                        start();
                    } else {
                        stop();
                    }
                });
    }

    @Override
    public void handle(long now) {
        task.run();
    }
}
