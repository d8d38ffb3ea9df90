// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.graph;

import dev.trebuchetfx.inspector.survey.StreamGraph;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.inspector.view.paint.FxPen;
import dev.trebuchetfx.inspector.view.paint.Palette;
import dev.trebuchetfx.inspector.view.paint.Pen;
import dev.trebuchetfx.inspector.view.paint.SvgPen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Locale;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.SnapshotParameters;
import javafx.scene.canvas.Canvas;
import javafx.scene.image.WritableImage;
import javafx.scene.transform.Transform;
import javax.imageio.ImageIO;

/** A graph as a picture by itself, with its name below. */
public final class GraphPicture {
    private static final double TITLE = 30;
    private static final double SCALE = 2;

    private final StreamGraph graph;
    private final GraphGeometry geometry;
    private final ZoneId zone;
    private final Palette palette;

    public GraphPicture(StreamGraph graph, GraphGeometry geometry, ZoneId zone, Palette palette) {
        this.graph = graph;
        this.geometry = geometry;
        this.zone = zone;
        this.palette = palette;
    }

    /** As SVG. Any thread; needs no toolkit. */
    public String svg() {
        SvgPen pen = new SvgPen(geometry.width(), height(), graph.name(), GraphWords.describe(graph));
        paint(pen);
        return pen.document();
    }

    private double height() {
        return geometry.height() + TITLE;
    }

    private void paint(Pen pen) {
        pen.fill(palette.background());
        pen.fillRect(0, 0, geometry.width(), height());
        GraphPainter.paint(pen, graph, geometry, zone, palette);
        pen.fill(palette.text());
        double y = geometry.height() + TITLE / 2 - 2;
        pen.text(graph.name(), GraphGeometry.LEFT, y, Pen.Align.LEFT, Pen.Face.STRONG, 12.5);
        pen.fill(palette.muted());
        pen.text(
                Texts.count(graph.total(), "update", "updates") + " · sequence numbers over time",
                geometry.width() - GraphGeometry.RIGHT,
                y,
                Pen.Align.RIGHT,
                Pen.Face.TEXT,
                11.5);
    }

    /** As pixels, two for each of the window's. On the FX thread. */
    public WritableImage image() {
        Canvas canvas = new Canvas(geometry.width(), height());
        paint(new FxPen(canvas.getGraphicsContext2D()));
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setTransform(Transform.scale(SCALE, SCALE));
        return canvas.snapshot(parameters, null);
    }

    /** Writes SVG or PNG, as the file's name asks for. On the FX thread for PNG. */
    public void write(Path file) throws IOException {
        if (isSvg(file)) {
            Files.writeString(file, svg());
        } else if (!ImageIO.write(SwingFXUtils.fromFXImage(image(), null), "png", file.toFile())) {
            throw new IOException("no writer for PNG pictures in this Java runtime");
        }
    }

    public static boolean isSvg(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".svg");
    }

    public static boolean isPng(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".png");
    }
}
