// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.graph;

import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.audit.GapCard;
import dev.trebuchetfx.inspector.audit.ResumeCard;
import dev.trebuchetfx.inspector.survey.PointColumns;
import dev.trebuchetfx.inspector.survey.Points;
import dev.trebuchetfx.inspector.survey.StreamGraph;
import dev.trebuchetfx.inspector.view.paint.Glyphs;
import dev.trebuchetfx.inspector.view.paint.Palette;
import dev.trebuchetfx.inspector.view.paint.Pen;
import java.time.ZoneId;
import java.util.List;
import javafx.scene.paint.Color;

/**
 * Draws a stream's graph: the server's buffer as a band, the checkpoint as steps, gaps as open bars, and each update with the shape of what
 * it turned out to be. What is only concluded has dashed edges.
 */
public final class GraphPainter {
    /** In the order in which they are drawn: what is rare comes last and stays visible. */
    private static final List<Verdict> KINDS = List.of(
            Verdict.LIVE,
            Verdict.DELTA,
            Verdict.UNPLACED,
            Verdict.CONTROL,
            Verdict.UNSEEN,
            Verdict.REPLAY,
            Verdict.OVERLAP,
            Verdict.AMBIGUOUS,
            Verdict.REORDERED,
            Verdict.DUPLICATE,
            Verdict.UNDECODABLE);

    private static final double SMALL = 11;
    /** Shapes that are further apart than this are told apart. */
    private static final int BIN = 11;

    private GraphPainter() {}

    /** Draws everything but what follows the mouse. */
    public static void paint(Pen pen, StreamGraph graph, GraphGeometry geometry, ZoneId zone, Palette palette) {
        double left = GraphGeometry.LEFT;
        double top = GraphGeometry.TOP;
        double bottom = top + geometry.plotHeight();
        pen.fill(palette.background());
        pen.fillRect(0, 0, geometry.width(), geometry.height());
        Axes.times(pen, geometry.range(), left, geometry.plotWidth(), top, bottom, zone, palette);
        Axes.numbers(pen, geometry, palette);
        pen.clip(left, top, geometry.plotWidth(), geometry.plotHeight());
        BufferPainter.bands(pen, graph, geometry, palette);
        marks(pen, graph, geometry, palette);
        BufferPainter.checkpoint(pen, graph, geometry, palette);
        graph.told().forEach(resume -> told(pen, resume, geometry, palette));
        updates(pen, graph, geometry, palette);
        // Last: one number that is lost among a million that came has to be seen.
        graph.gaps().forEach(gap -> gap(pen, gap, geometry, palette));
        pen.endClip();
        pen.stroke(palette.line(), 1);
        pen.strokeRect(left + 0.5, top + 0.5, geometry.plotWidth() - 1, geometry.plotHeight() - 1);
        GraphLegend.paint(pen, graph, geometry, palette);
    }

    private static void marks(Pen pen, StreamGraph graph, GraphGeometry geometry, Palette palette) {
        double top = GraphGeometry.TOP;
        for (StreamGraph.Mark mark : graph.marks()) {
            double x = geometry.x(mark.time());
            pen.stroke(palette.of(mark.verdict()), 1.2);
            pen.dashes(4, 3);
            pen.line(x, top, x, top + geometry.plotHeight());
            Glyphs.paint(pen, mark.verdict(), x, top + 9, 4.6, palette);
            if (mark.verdict() != Verdict.CONTROL && mark.verdict() != Verdict.RESUME) {
                pen.fill(palette.text());
                boolean right = x + 60 < geometry.width() - GraphGeometry.RIGHT;
                pen.text(
                        mark.text(),
                        right ? x + 8 : x - 8,
                        top + 9,
                        right ? Pen.Align.LEFT : Pen.Align.RIGHT,
                        Pen.Face.TEXT,
                        SMALL);
            }
        }
    }

    /** An open bar from the first number that is missing to the last, at the time at which it was noticed. */
    private static void gap(Pen pen, GapCard gap, GraphGeometry geometry, Palette palette) {
        double x = geometry.x(gap.time());
        double upper = geometry.y(GraphGeometry.unsigned(gap.to() == null ? gap.from() : gap.to()) + 0.4);
        double lower = geometry.y(GraphGeometry.unsigned(gap.from()) - 0.4);
        double middle = (upper + lower) / 2;
        double half = Math.max(8, (lower - upper) / 2);
        Color color = gap.healed() ? palette.of(Verdict.HEALED) : palette.of(Verdict.MISSING);
        pen.fill(color.deriveColor(0, 1, 1, 0.14));
        pen.fillRect(x - 4, middle - half, 8, 2 * half);
        pen.stroke(color, 2);
        pen.line(x - 4, middle - half, x - 4, middle + half);
        pen.line(x + 4, middle - half, x + 4, middle + half);
        Long length = gap.length();
        String text = (length == null ? "" : length + " ")
                + (gap.healed() ? "healed" : gap.cause().word());
        double width = Pen.width(text, Pen.Face.STRONG, SMALL);
        boolean roomAtRight = x + 10 + width < geometry.width() - GraphGeometry.RIGHT;
        // Below what comes after it, which is above it as long as numbers rise.
        double below = Math.max(middle, GraphGeometry.TOP + 25) + (lower - upper < 16 ? half + 4 : 0);
        double y = Math.min(below, GraphGeometry.TOP + geometry.plotHeight() - 8);
        double left = roomAtRight ? x + 8 : x - 8 - width - 4;
        pen.fill(palette.background().deriveColor(0, 1, 1, 0.8));
        pen.fillRect(left, y - 7, width + 4, 14);
        pen.fill(palette.text());
        pen.text(text, left + 2, y, Pen.Align.LEFT, Pen.Face.STRONG, SMALL);
    }

    /** What the server itself said that it had: a bracket around the answer. */
    private static void told(Pen pen, ResumeCard resume, GraphGeometry geometry, Palette palette) {
        Long oldest = resume.oldestBuffered();
        Long newest = resume.newestBuffered();
        if (oldest == null || newest == null) {
            return;
        }
        double x = geometry.x(resume.time());
        double upper = geometry.y(newest);
        double lower = geometry.y(oldest);
        pen.stroke(palette.accent(), 1.6);
        pen.line(x, upper, x, lower);
        pen.line(x, upper, x + 5, upper);
        pen.line(x, lower, x + 5, lower);
    }

    private static void updates(Pen pen, StreamGraph graph, GraphGeometry geometry, Palette palette) {
        Points points = graph.points();
        if (points != null && points.size() <= geometry.plotWidth() * 0.7) {
            double radius = points.size() <= geometry.plotWidth() / 6 ? 4.2 : 3.2;
            for (int i = 0; i < points.size(); i++) {
                Glyphs.paint(
                        pen,
                        points.verdict(i),
                        geometry.x(points.time(i)),
                        geometry.y(points.sequence(i)),
                        radius,
                        palette);
            }
            return;
        }
        for (Verdict kind : KINDS) {
            PointColumns columns = graph.columns().get(kind);
            if (columns != null) {
                dense(pen, kind, columns, geometry, palette);
            }
        }
    }

    /** A line from the lowest to the highest number of each column; and, where there is room, the shape. */
    private static void dense(Pen pen, Verdict kind, PointColumns columns, GraphGeometry geometry, Palette palette) {
        double step = geometry.plotWidth() / columns.columns();
        pen.stroke(palette.of(kind), Math.max(1.2, step));
        for (int column = 0; column < columns.columns(); column++) {
            if (columns.count(column) > 0) {
                double x = GraphGeometry.LEFT + (column + 0.5) * step;
                double upper = geometry.y(columns.highest(column));
                double lower = geometry.y(columns.lowest(column));
                pen.line(x, Math.min(upper, lower - 1), x, lower);
            }
        }
        // Kinds that lie on each other take turns.
        int phase = KINDS.indexOf(kind) % 2 * BIN / 2;
        int lastBin = -1;
        for (int column = 0; column < columns.columns(); column++) {
            int bin = (column + phase) / BIN;
            if (columns.count(column) > 0 && bin != lastBin) {
                lastBin = bin;
                double x = GraphGeometry.LEFT + (column + 0.5) * step;
                double y = (geometry.y(columns.highest(column)) + geometry.y(columns.lowest(column))) / 2;
                Glyphs.paint(pen, kind, x, y, 3.4, palette);
            }
        }
    }
}
