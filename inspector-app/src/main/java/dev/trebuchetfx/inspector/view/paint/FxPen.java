// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.paint;

import java.util.HashMap;
import java.util.Map;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.ArcType;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** Draws on a canvas. */
public final class FxPen implements Pen {
    private record FontKey(Face face, double size) {}

    private final GraphicsContext g;
    private final Map<FontKey, Font> fonts = new HashMap<>();

    public FxPen(GraphicsContext g) {
        this.g = g;
        g.setLineCap(StrokeLineCap.ROUND);
    }

    @Override
    public void fill(Color color) {
        g.setFill(color);
    }

    @Override
    public void stroke(Color color, double width) {
        g.setStroke(color);
        g.setLineWidth(width);
        g.setLineCap(StrokeLineCap.ROUND);
        g.setLineDashes();
    }

    @Override
    public void dashes(double on, double off) {
        g.setLineCap(StrokeLineCap.BUTT);
        g.setLineDashes(on, off);
    }

    @Override
    public void fillRect(double x, double y, double width, double height) {
        g.fillRect(x, y, width, height);
    }

    @Override
    public void strokeRect(double x, double y, double width, double height) {
        g.strokeRect(x, y, width, height);
    }

    @Override
    public void fillOval(double x, double y, double width, double height) {
        g.fillOval(x, y, width, height);
    }

    @Override
    public void strokeOval(double x, double y, double width, double height) {
        g.strokeOval(x, y, width, height);
    }

    @Override
    public void fillLowerHalf(double x, double y, double width, double height) {
        g.fillArc(x, y, width, height, 180, 180, ArcType.CHORD);
    }

    @Override
    public void fillPolygon(double[] xs, double[] ys) {
        g.fillPolygon(xs, ys, xs.length);
    }

    @Override
    public void strokePolygon(double[] xs, double[] ys) {
        g.strokePolygon(xs, ys, xs.length);
    }

    @Override
    public void line(double x1, double y1, double x2, double y2) {
        g.strokeLine(x1, y1, x2, y2);
    }

    @Override
    public void polyline(double[] xs, double[] ys, int count) {
        g.strokePolyline(xs, ys, count);
    }

    @Override
    public void text(String text, double x, double y, Align align, Face face, double size) {
        g.setFont(fonts.computeIfAbsent(new FontKey(face, size), key -> font(key.face, key.size)));
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(
                switch (align) {
                    case LEFT -> TextAlignment.LEFT;
                    case CENTER -> TextAlignment.CENTER;
                    case RIGHT -> TextAlignment.RIGHT;
                });
        g.fillText(text, x, y);
    }

    private static Font font(Face face, double size) {
        return switch (face) {
            case TEXT -> Fonts.text(size);
            case STRONG -> Fonts.strong(size);
            case MONO -> Fonts.mono(size);
        };
    }

    @Override
    public void clip(double x, double y, double width, double height) {
        g.save();
        g.beginPath();
        g.rect(x, y, width, height);
        g.clip();
    }

    @Override
    public void endClip() {
        g.restore();
    }
}
