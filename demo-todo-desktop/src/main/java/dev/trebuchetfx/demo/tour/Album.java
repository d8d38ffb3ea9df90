// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.tour;

import dev.trebuchetfx.demo.app.FxToolkit;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javax.imageio.ImageIO;

/** Draws the steps of the story as numbered pictures and says what each shows. Not for the FX thread. */
final class Album {
    private final Path directory;
    private final Consumer<String> lines;
    private int pictures;

    Album(Path directory, Consumer<String> lines) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.lines = lines;
    }

    int pictures() {
        return pictures;
    }

    /** Draws {@code scene} as the next picture. */
    void add(Scene scene, String name, String whatItShows) throws Exception {
        FxToolkit.call(Until::drawn).get();
        BufferedImage image = FxToolkit.call(() -> SwingFXUtils.fromFXImage(scene.snapshot(null), null));
        Path file = directory.resolve(String.format(Locale.ROOT, "%02d-%s.png", ++pictures, name));
        if (!ImageIO.write(image, "png", file.toFile())) {
            throw new IOException("expected a writer for PNG pictures in this JDK, but found none");
        }
        lines.accept(file.getFileName() + "  " + whatItShows);
    }
}
