// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.paint;

import dev.trebuchetfx.inspector.analysis.Verdict;
import java.util.HashMap;
import java.util.Map;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;
import javafx.stage.Window;

/**
 * Shapes of verdicts, drawn once and copied after that: where there is one in every row of every frame, making it out of curves each time
 * costs more than all the rest. Confined to the FX thread.
 */
public final class GlyphImages {
    private record Key(Verdict verdict, double radius) {}

    private final Map<Key, Image> images = new HashMap<>();
    private Palette palette = Palette.LIGHT;
    private double scale = 1;

    /** Uses the colours of {@code colors}, as fine as the screen that {@code canvas} shows on; to be told before each frame. */
    public void prepare(Canvas canvas, Palette colors) {
        Scene scene = canvas.getScene();
        Window window = scene == null ? null : scene.getWindow();
        double now = window == null ? 1 : Math.max(1, window.getRenderScaleX());
        if (!colors.equals(palette) || now != scale) {
            palette = colors;
            scale = now;
            images.clear();
        }
    }

    /** Draws the shape of {@code verdict} around a point, {@code radius} in radius, at the pixel that is nearest. */
    public void paint(GraphicsContext g, Verdict verdict, double x, double y, double radius) {
        double side = side(radius);
        Image image = images.computeIfAbsent(new Key(verdict, radius), this::draw);
        g.drawImage(
                image,
                Math.rint((x - side / 2) * scale) / scale,
                Math.rint((y - side / 2) * scale) / scale,
                side,
                side);
    }

    private static double side(double radius) {
        return 2 * Math.ceil(radius * 1.3 + 1);
    }

    private Image draw(Key key) {
        double side = side(key.radius);
        Canvas canvas = new Canvas(side * scale, side * scale);
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.scale(scale, scale);
        Glyphs.paint(g, key.verdict, side / 2, side / 2, key.radius, palette);
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setFill(Color.TRANSPARENT);
        return canvas.snapshot(parameters, null);
    }
}
