// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.trebuchetfx.inspector.file.PrivateFile;
import dev.trebuchetfx.inspector.window.InspectorSession;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.animation.AnimationTimer;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javax.imageio.ImageIO;

/** JavaFX for a command: starts it, shows the inspector, and ends it. Its methods are called by the command's thread. */
final class FxWindow {
    /** The number of quiet frames to wait for, since drawing in the background takes a few frames more than reading. */
    private static final int QUIET_FRAMES = 20;

    /** About ten seconds. */
    private static final int MOST_FRAMES = 600;

    private static final int START_SECONDS = 30;

    private final InspectorSession inspector;
    private final Stage stage;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private FxWindow(InspectorSession inspector, Stage stage) {
        this.inspector = inspector;
        this.stage = stage;
        stage.setOnHidden(event -> closed.complete(null));
    }

    /** Returns whether a window can be shown. */
    static boolean hasDisplay() {
        return FxThread.hasDisplay();
    }

    static FxWindow open(InspectorSession inspector, String title) {
        return FxThread.call(() -> show(inspector, title));
    }

    private static FxWindow show(InspectorSession inspector, String title) {
        boolean dark = Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
        Scene scene = new Scene(inspector.view(), 1_440, 900);
        scene.setUserAgentStylesheet((dark ? new PrimerDark() : new PrimerLight()).getUserAgentStylesheet());
        Stage stage = new Stage();
        stage.setTitle(title);
        stage.setScene(scene);
        FxWindow window = new FxWindow(inspector, stage);
        stage.show();
        return window;
    }

    /** Completes when the user closes the window. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    /** Writes what the window shows to {@code file}, once it shows what was captured; of traffic without a pause, what it shows by then. */
    void snapshot(Path file) throws IOException {
        CompletableFuture<BufferedImage> picture = new CompletableFuture<>();
        Platform.runLater(() -> new AnimationTimer() {
            private int frames;
            private int quiet;

            @Override
            public void handle(long now) {
                frames++;
                quiet = inspector.isCaughtUp() ? quiet + 1 : 0;
                if (quiet == QUIET_FRAMES || frames == MOST_FRAMES) {
                    stop();
                    picture.complete(SwingFXUtils.fromFXImage(stage.getScene().snapshot(null), null));
                }
            }
        }.start());
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        BufferedImage image = picture.orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
        // It shows what a capture holds.
        try (OutputStream out = PrivateFile.stream(file)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("no writer for PNG pictures in this Java runtime");
            }
        }
    }

    /** Closes the window, and with the last one JavaFX ends. */
    void close() {
        Platform.runLater(stage::hide);
    }
}
