// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.testing;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javax.imageio.ImageIO;

/** A picture of JavaFX as a file. */
final class PngFile {
    private PngFile() {}

    /** Writes {@code image} to {@code png}, and makes the folder for it. Any thread. */
    static void write(Image image, Path png) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] pixels = new int[width * height];
        image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        copy.setRGB(0, 0, width, height, pixels, 0, width);
        try {
            Files.createDirectories(Objects.requireNonNull(png.toAbsolutePath().getParent()));
            if (!ImageIO.write(copy, "png", png.toFile())) {
                throw new IOException("Expected a writer for PNG but this JDK has none");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
