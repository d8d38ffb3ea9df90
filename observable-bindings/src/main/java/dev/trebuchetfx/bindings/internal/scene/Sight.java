// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.scene;

import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Window;
import javafx.util.Duration;

/**
 * A watch of whether a node or window can be seen, and for how long not. The node or window refers to this, and so to what it tells. FX thread.
 */
public final class Sight {
    private final Consumer<Boolean> seen;
    private final PauseTransition patience;

    private Sight(Consumer<Boolean> seen, Runnable end, Duration endAfter) {
        this.seen = seen;
        this.patience = new PauseTransition(endAfter);
        this.patience.setOnFinished(event -> end.run());
    }

    /**
     * Follows a node: it can be seen while it is in a scene of a window that is showing.
     *
     * @param seen is told whether it can be seen, now and with each change
     * @param end is told once it could not be seen for {@code endAfter}
     */
    public static void of(Node node, Consumer<Boolean> seen, Runnable end, Duration endAfter) {
        new Sight(seen, end, endAfter)
                .follow(node.sceneProperty().flatMap(Scene::windowProperty).flatMap(Window::showingProperty));
    }

    /** Follows a window, as {@link #of(Node, Consumer, Runnable, Duration)} follows a node. */
    public static void of(Window window, Consumer<Boolean> seen, Runnable end, Duration endAfter) {
        new Sight(seen, end, endAfter).follow(window.showingProperty());
    }

    private void follow(ObservableValue<Boolean> showing) {
        showing.orElse(false).subscribe(this::changed);
    }

    private void changed(boolean isSeen) {
        seen.accept(isSeen);
        if (isSeen) {
            patience.stop();
        } else {
            patience.playFromStart();
        }
    }
}
