// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.app;

import dev.trebuchetfx.bindings.controls.ThemeAliases;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.checkpoint.CheckpointStore;
import dev.trebuchetfx.demo.model.ListName;
import dev.trebuchetfx.demo.view.TodoPane;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The todo application with its windows: each has a connection of its own, as if it were somebody else's. */
public final class DemoApplication {
    private static final double WIDTH = 760;
    private static final double HEIGHT = 680;
    /** The most pixels of the screen's height that a window's own frame takes. */
    private static final double TITLE_BAR = 40;

    private final URI endpoint;
    private final @Nullable String token;
    private final String market;
    private final @Nullable CheckpointStore checkpoints;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final WindowSettings settings = WindowSettings.ofUser();
    // Belongs to the FX thread.
    private final List<Stage> open = new ArrayList<>();

    /**
     * An application that shows nothing yet.
     *
     * @param token sent with each attempt to connect; null for none
     * @param market the name of the actor at the server whose prices are shown
     * @param checkpoints keeps what the first window shows, so that it shows that at once in the next run; null for a server that ends with the
     *     application
     */
    public DemoApplication(URI endpoint, @Nullable String token, String market, @Nullable CheckpointStore checkpoints) {
        this.endpoint = endpoint;
        this.token = token;
        this.market = market;
        this.checkpoints = checkpoints;
    }

    /** Shows a window and returns when the last window was closed. Not on the FX thread. */
    public void run() throws Exception {
        FxToolkit.start();
        try {
            FxToolkit.call(() -> {
                openWindow(ListName.MAIN, new Appearance(settings));
                return true;
            });
            closed.await();
        } finally {
            FxToolkit.exit();
        }
    }

    /** Opens a window of a list. On the FX thread. */
    void openWindow(ListName list, Appearance appearance) {
        TrebuchetClient.Builder builder = TrebuchetClient.builder(endpoint).token(() -> token);
        // Two clients that keep the same stream in one store would take each other's place.
        if (checkpoints != null && open.isEmpty()) {
            builder.checkpoints(checkpoints);
        }
        TrebuchetClient client = builder.build();
        TodoWindow window =
                new TodoWindow(client, endpoint, list, market, appearance, another -> openWindow(another, appearance));
        Stage stage = new Stage();
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        Scene scene = new Scene(
                window.pane(), Math.min(WIDTH, screen.getWidth()), Math.min(HEIGHT, screen.getHeight() - TITLE_BAR));
        scene.getAccelerators()
                .put(
                        new KeyCodeCombination(KeyCode.N, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                        () -> openWindow(list, appearance));
        scene.getAccelerators().put(new KeyCodeCombination(KeyCode.W, KeyCombination.SHORTCUT_DOWN), stage::hide);
        scene.getAccelerators()
                .put(new KeyCodeCombination(KeyCode.Q, KeyCombination.SHORTCUT_DOWN), () -> List.copyOf(open)
                        .forEach(Stage::hide));
        stage.getIcons().setAll(AppIcon.images());
        settings.restore(stage);
        ThemeAliases.ATLANTAFX.addTo(scene);
        stage.setScene(scene);
        stage.titleProperty().bind(window.title());
        stage.setMinWidth(TodoPane.MINIMUM_WIDTH + 40);
        stage.setMinHeight(420);
        window.inspector().rememberLayout();
        window.inspector().installOn(stage);
        open.add(stage);
        stage.setOnHidden(_ -> {
            settings.keep(stage);
            // The client first: a stream that is closed is wanted no more, and its checkpoint is removed.
            client.close();
            window.close();
            open.remove(stage);
            if (open.isEmpty()) {
                closed.countDown();
            }
        });
        stage.show();
        window.pane().focusAddField();
    }
}
