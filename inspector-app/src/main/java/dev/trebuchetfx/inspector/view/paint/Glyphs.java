// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.paint;

import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.audit.ResumeVerdict;
import dev.trebuchetfx.inspector.audit.Severity;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/** Draws a shape for each verdict: told apart without colour. */
public final class Glyphs {
    private Glyphs() {}

    /** Draws the shape of {@code verdict} around a point, {@code r} in radius. */
    public static void paint(GraphicsContext g, Verdict verdict, double x, double y, double r, Palette palette) {
        paint(new FxPen(g), verdict, x, y, r, palette);
    }

    /** Draws the shape of {@code verdict} around a point, {@code r} in radius. */
    public static void paint(Pen g, Verdict verdict, double x, double y, double r, Palette palette) {
        Color color = palette.of(verdict);
        Color edge = edge(color, palette);
        g.fill(color);
        g.stroke(edge, 1.2);
        switch (verdict) {
            case LIVE -> g.fillOval(x - r, y - r, 2 * r, 2 * r);
            case DELTA -> triangle(g, x, y, r, edge);
            case REPLAY -> ring(g, x, y, r, edge);
            case HEALED -> {
                ring(g, x, y, r, edge);
                line(g, x, y - r * 1.2, x, y + r * 1.2, edge, 1.8);
            }
            case DUPLICATE -> {
                bar(g, x - r * 0.55, y, r, edge);
                bar(g, x + r * 0.55, y, r, edge);
            }
            case OVERLAP -> {
                ring(g, x - r * 0.45, y, r * 0.75, edge);
                ring(g, x + r * 0.45, y, r * 0.75, edge);
            }
            case REORDERED -> {
                double[] xs = {x + r * 0.8, x - r, x + r * 0.8};
                double[] ys = {y - r, y, y + r};
                g.fillPolygon(xs, ys);
                g.stroke(edge, 0.8);
                g.strokePolygon(xs, ys);
            }
            case AMBIGUOUS -> {
                g.stroke(edge, 1.4);
                g.strokePolygon(new double[] {x + r * 0.7, x - r * 0.9, x + r * 0.7}, new double[] {y - r, y, y + r});
            }
            case MISSING -> brokenBar(g, x, y, r);
            case SKIPPED -> line(g, x - r * 0.8, y, x + r * 0.8, y, edge, 2);
            case UNSEEN -> dots(g, x, y, r);
            case UNPLACED -> {
                g.stroke(edge, 1.4);
                g.strokePolygon(new double[] {x - r * 0.7, x + r * 0.9, x - r * 0.7}, new double[] {y - r, y, y + r});
            }
            case UNDECODABLE, ERROR -> cross(g, x, y, r, color);
            case RESTART -> diamond(g, x, y, r, true, edge);
            case RESUME -> diamond(g, x, y, r, false, edge);
            case CALL -> g.fillRect(x - r * 0.7, y - r * 0.7, r * 1.4, r * 1.4);
            case CONTROL -> {
                g.stroke(edge, 1.4);
                g.strokeRect(x - r * 0.7, y - r * 0.7, r * 1.4, r * 1.4);
            }
            case HEARTBEAT -> g.fillOval(x - r * 0.4, y - r * 0.4, r * 0.8, r * 0.8);
            case CONNECTION -> {
                line(g, x - r * 0.9, y, x + r * 0.9, y, edge, 1.6);
                line(g, x - r * 0.9, y - r * 0.6, x - r * 0.9, y + r * 0.6, edge, 1.6);
                line(g, x + r * 0.9, y - r * 0.6, x + r * 0.9, y + r * 0.6, edge, 1.6);
            }
        }
    }

    /** Light colours need an edge to stand out from a white ground. */
    static Color edge(Color color, Palette palette) {
        return palette.dark() ? color : color.deriveColor(0, 1, 0.72, 1);
    }

    /** Of a shape that is drawn in one colour. */
    static Color color(Freshness freshness, Palette palette) {
        Color color = palette.of(freshness);
        return switch (freshness) {
            case STALE, RESYNCING -> edge(color, palette);
            case LIVE, CATCHING_UP, ENDED, FAILED -> color;
        };
    }

    /** Draws the shape of {@code freshness} around a point, {@code r} in radius. */
    public static void paint(Pen g, Freshness freshness, double x, double y, double r, Palette palette) {
        Color color = color(freshness, palette);
        g.fill(color);
        g.stroke(color, 1.8);
        switch (freshness) {
            case LIVE -> g.fillOval(x - r, y - r, 2 * r, 2 * r);
            case CATCHING_UP -> {
                g.strokeOval(x - r, y - r, 2 * r, 2 * r);
                g.fillLowerHalf(x - r, y - r, 2 * r, 2 * r);
            }
            case STALE -> g.strokeOval(x - r, y - r, 2 * r, 2 * r);
            case RESYNCING -> brokenBar(g, x, y, r);
            case ENDED -> g.fillRect(x - r * 0.8, y - r * 0.8, r * 1.6, r * 1.6);
            case FAILED -> cross(g, x, y, r, color);
        }
    }

    /** Draws the shape of {@code severity} around a point, {@code r} in radius: a cross, an open triangle, a dot. */
    public static void paint(Pen g, Severity severity, double x, double y, double r, Palette palette) {
        switch (severity) {
            case ERROR -> cross(g, x, y, r, palette.vermilion());
            case WARNING -> {
                Color color =
                        palette.dark() ? palette.orange() : palette.orange().deriveColor(0, 1, 0.72, 1);
                g.stroke(color, 1.6);
                g.strokePolygon(new double[] {x, x + r, x - r}, new double[] {y - r, y + r * 0.85, y + r * 0.85});
                line(g, x, y - r * 0.25, x, y + r * 0.35, color, 1.4);
            }
            case NOTE -> {
                g.fill(palette.grey());
                g.fillOval(x - r * 0.55, y - r * 0.55, r * 1.1, r * 1.1);
            }
        }
    }

    /** A picture of a severity's shape, sixteen pixels square. */
    public static Canvas icon(Severity severity, Palette palette) {
        Canvas canvas = new Canvas(16, 16);
        paint(new FxPen(canvas.getGraphicsContext2D()), severity, 8, 8, 5, palette);
        return canvas;
    }

    private static void triangle(Pen g, double x, double y, double r, Color edge) {
        double[] xs = {x, x + r, x - r};
        double[] ys = {y - r, y + r * 0.85, y + r * 0.85};
        g.fillPolygon(xs, ys);
        g.stroke(edge, 0.8);
        g.strokePolygon(xs, ys);
    }

    private static void ring(Pen g, double x, double y, double r, Color edge) {
        g.stroke(edge, Math.max(1.6, r * 0.4));
        g.strokeOval(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7);
    }

    private static void bar(Pen g, double x, double y, double r, Color edge) {
        double width = Math.max(2, r * 0.6);
        g.fillRect(x - width / 2, y - r, width, 2 * r);
        g.stroke(edge, 0.6);
        g.strokeRect(x - width / 2, y - r, width, 2 * r);
    }

    private static void brokenBar(Pen g, double x, double y, double r) {
        double width = Math.max(2.4, r * 0.7);
        g.fillRect(x - width / 2, y - r * 1.1, width, r * 0.8);
        g.fillRect(x - width / 2, y + r * 0.3, width, r * 0.8);
    }

    private static void cross(Pen g, double x, double y, double r, Color color) {
        line(g, x - r * 0.75, y - r * 0.75, x + r * 0.75, y + r * 0.75, color, 2.2);
        line(g, x - r * 0.75, y + r * 0.75, x + r * 0.75, y - r * 0.75, color, 2.2);
    }

    private static void diamond(Pen g, double x, double y, double r, boolean filled, Color edge) {
        double[] xs = {x, x + r, x, x - r};
        double[] ys = {y - r, y, y + r, y};
        if (filled) {
            g.fillPolygon(xs, ys);
        }
        g.stroke(edge, filled ? 0.8 : 1.6);
        g.strokePolygon(xs, ys);
    }

    private static void dots(Pen g, double x, double y, double r) {
        for (int i = -1; i <= 1; i++) {
            g.fillOval(x + i * r * 0.75 - 1, y - 1, 2, 2);
        }
    }

    private static void line(Pen g, double x1, double y1, double x2, double y2, Color color, double width) {
        g.stroke(color, width);
        g.line(x1, y1, x2, y2);
    }

    /** A picture of a verdict's shape, twelve pixels square. */
    public static Canvas icon(Verdict verdict, Palette palette) {
        Canvas canvas = new Canvas(12, 12);
        paint(canvas.getGraphicsContext2D(), verdict, 6, 6, 4.2, palette);
        return canvas;
    }

    /** A picture of the shape of how a resume went, twelve pixels square. */
    public static Canvas icon(ResumeVerdict verdict, Palette palette) {
        return icon(
                switch (verdict) {
                    case COMPLETE -> Verdict.REPLAY;
                    case PARTIAL, LOST -> Verdict.MISSING;
                    case RESTARTED -> Verdict.RESTART;
                    case UNKNOWN -> Verdict.RESUME;
                },
                palette);
    }

    /** A picture of a freshness's shape, twelve pixels square. */
    public static Canvas icon(Freshness freshness, Palette palette) {
        Canvas canvas = new Canvas(12, 12);
        paint(new FxPen(canvas.getGraphicsContext2D()), freshness, 6, 6, 4.2, palette);
        return canvas;
    }
}
