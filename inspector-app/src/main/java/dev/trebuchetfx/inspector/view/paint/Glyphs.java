// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.paint;

import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.inspector.analysis.Verdict;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.ArcType;
import javafx.scene.shape.StrokeLineCap;

/** Draws a shape for each verdict: told apart without colour. */
public final class Glyphs {
    private Glyphs() {}

    /** Draws the shape of {@code verdict} around a point, {@code r} in radius. */
    public static void paint(GraphicsContext g, Verdict verdict, double x, double y, double r, Palette palette) {
        Color color = palette.of(verdict);
        // Light colours need an edge to stand out from a white ground.
        Color edge = palette.dark() ? color : color.deriveColor(0, 1, 0.72, 1);
        g.setFill(color);
        g.setStroke(edge);
        g.setLineCap(StrokeLineCap.ROUND);
        g.setLineWidth(1.2);
        switch (verdict) {
            case LIVE -> g.fillOval(x - r, y - r, 2 * r, 2 * r);
            case DELTA -> triangle(g, x, y, r);
            case REPLAY -> ring(g, x, y, r);
            case HEALED -> {
                ring(g, x, y, r);
                g.setLineWidth(1.8);
                g.strokeLine(x, y - r * 0.4, x, y + r * 0.4);
            }
            case DUPLICATE -> {
                bar(g, x - r * 0.55, y, r);
                bar(g, x + r * 0.55, y, r);
            }
            case MISSING -> brokenBar(g, x, y, r);
            case SKIPPED -> line(g, x - r * 0.8, y, x + r * 0.8, y, 2);
            case UNSEEN -> dots(g, x, y, r);
            case UNPLACED -> {
                g.setLineWidth(1.4);
                g.strokePolygon(
                        new double[] {x - r * 0.7, x + r * 0.9, x - r * 0.7}, new double[] {y - r, y, y + r}, 3);
            }
            case UNDECODABLE, ERROR -> cross(g, x, y, r);
            case RESTART -> diamond(g, x, y, r, true);
            case RESUME -> diamond(g, x, y, r, false);
            case CALL -> g.fillRect(x - r * 0.7, y - r * 0.7, r * 1.4, r * 1.4);
            case CONTROL -> {
                g.setLineWidth(1.4);
                g.strokeRect(x - r * 0.7, y - r * 0.7, r * 1.4, r * 1.4);
            }
            case HEARTBEAT -> g.fillOval(x - r * 0.4, y - r * 0.4, r * 0.8, r * 0.8);
            case CONNECTION -> {
                line(g, x - r * 0.9, y, x + r * 0.9, y, 1.6);
                line(g, x - r * 0.9, y - r * 0.6, x - r * 0.9, y + r * 0.6, 1.6);
                line(g, x + r * 0.9, y - r * 0.6, x + r * 0.9, y + r * 0.6, 1.6);
            }
        }
    }

    /** Draws the shape of {@code freshness} around a point, {@code r} in radius. */
    public static void paint(GraphicsContext g, Freshness freshness, double x, double y, double r, Palette palette) {
        g.setFill(palette.of(freshness));
        g.setStroke(palette.of(freshness));
        g.setLineWidth(1.8);
        switch (freshness) {
            case LIVE -> g.fillOval(x - r, y - r, 2 * r, 2 * r);
            case CATCHING_UP -> {
                g.strokeOval(x - r, y - r, 2 * r, 2 * r);
                g.fillArc(x - r, y - r, 2 * r, 2 * r, 180, 180, ArcType.CHORD);
            }
            case STALE -> g.strokeOval(x - r, y - r, 2 * r, 2 * r);
            case RESYNCING -> brokenBar(g, x, y, r);
            case ENDED -> g.fillRect(x - r * 0.8, y - r * 0.8, r * 1.6, r * 1.6);
            case FAILED -> cross(g, x, y, r);
        }
    }

    private static void triangle(GraphicsContext g, double x, double y, double r) {
        double[] xs = {x, x + r, x - r};
        double[] ys = {y - r, y + r * 0.85, y + r * 0.85};
        g.fillPolygon(xs, ys, 3);
        g.setLineWidth(0.8);
        g.strokePolygon(xs, ys, 3);
    }

    private static void ring(GraphicsContext g, double x, double y, double r) {
        g.setLineWidth(Math.max(1.6, r * 0.4));
        g.strokeOval(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7);
    }

    private static void bar(GraphicsContext g, double x, double y, double r) {
        double width = Math.max(2, r * 0.6);
        g.fillRect(x - width / 2, y - r, width, 2 * r);
        g.setLineWidth(0.6);
        g.strokeRect(x - width / 2, y - r, width, 2 * r);
    }

    private static void brokenBar(GraphicsContext g, double x, double y, double r) {
        double width = Math.max(2.4, r * 0.7);
        g.fillRect(x - width / 2, y - r * 1.1, width, r * 0.8);
        g.fillRect(x - width / 2, y + r * 0.3, width, r * 0.8);
    }

    private static void cross(GraphicsContext g, double x, double y, double r) {
        g.setStroke(g.getFill());
        line(g, x - r * 0.75, y - r * 0.75, x + r * 0.75, y + r * 0.75, 2.2);
        line(g, x - r * 0.75, y + r * 0.75, x + r * 0.75, y - r * 0.75, 2.2);
    }

    private static void diamond(GraphicsContext g, double x, double y, double r, boolean filled) {
        double[] xs = {x, x + r, x, x - r};
        double[] ys = {y - r, y, y + r, y};
        if (filled) {
            g.fillPolygon(xs, ys, 4);
        }
        g.setLineWidth(filled ? 0.8 : 1.6);
        g.strokePolygon(xs, ys, 4);
    }

    private static void dots(GraphicsContext g, double x, double y, double r) {
        for (int i = -1; i <= 1; i++) {
            g.fillOval(x + i * r * 0.75 - 1, y - 1, 2, 2);
        }
    }

    private static void line(GraphicsContext g, double x1, double y1, double x2, double y2, double width) {
        g.setLineWidth(width);
        g.strokeLine(x1, y1, x2, y2);
    }

    /** A picture of a verdict's shape, twelve pixels square. */
    public static Canvas icon(Verdict verdict, Palette palette) {
        Canvas canvas = new Canvas(12, 12);
        paint(canvas.getGraphicsContext2D(), verdict, 6, 6, 4.2, palette);
        return canvas;
    }

    /** A picture of a freshness's shape, twelve pixels square. */
    public static Canvas icon(Freshness freshness, Palette palette) {
        Canvas canvas = new Canvas(12, 12);
        paint(canvas.getGraphicsContext2D(), freshness, 6, 6, 4.2, palette);
        return canvas;
    }
}
