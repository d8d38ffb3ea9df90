// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.graph;

import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.survey.StreamGraph;
import dev.trebuchetfx.inspector.view.paint.Glyphs;
import dev.trebuchetfx.inspector.view.paint.Palette;
import dev.trebuchetfx.inspector.view.paint.Pen;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what the shapes of a graph mean: of those that it has. */
final class GraphLegend {
    private static final double SIZE = 11;
    private static final double Y = GraphGeometry.TOP / 2;

    private GraphLegend() {}

    static void paint(Pen pen, StreamGraph graph, GraphGeometry geometry, Palette palette) {
        double x = GraphGeometry.LEFT;
        for (Verdict verdict : shown(graph)) {
            Glyphs.paint(pen, verdict, x + 5, Y, 4.2, palette);
            x = word(pen, GraphWords.word(verdict), x + 14, palette);
        }
        if (!graph.gaps().isEmpty()) {
            pen.stroke(palette.of(Verdict.MISSING), 2);
            pen.line(x + 1, Y - 5, x + 1, Y + 5);
            pen.line(x + 8, Y - 5, x + 8, Y + 5);
            x = word(pen, "gap", x + 14, palette);
        }
        if (!graph.buffers().isEmpty()) {
            pen.fill(palette.accent().deriveColor(0, 1, 1, palette.dark() ? 0.3 : 0.18));
            pen.fillRect(x, Y - 5, 12, 10);
            pen.stroke(palette.accent(), 1);
            pen.dashes(3, 2);
            pen.line(x, Y + 5, x + 12, Y + 5);
            x = word(pen, "server's buffer, inferred: a lower bound", x + 17, palette);
        }
        if (!graph.told().isEmpty()) {
            pen.stroke(palette.accent(), 1.6);
            pen.line(x + 2, Y - 5, x + 2, Y + 5);
            pen.line(x + 2, Y - 5, x + 7, Y - 5);
            pen.line(x + 2, Y + 5, x + 7, Y + 5);
            x = word(pen, "buffer as told", x + 12, palette);
        }
        pen.stroke(palette.text().deriveColor(0, 1, 1, 0.75), 1.1);
        if (!graph.checkpointTold()) {
            pen.dashes(5, 3);
        }
        pen.polyline(new double[] {x, x + 7, x + 7, x + 14}, new double[] {Y + 3, Y + 3, Y - 3, Y - 3}, 4);
        word(pen, graph.checkpointTold() ? "checkpoint" : "checkpoint, inferred from what came", x + 19, palette);
    }

    private static Collection<Verdict> shown(StreamGraph graph) {
        Set<Verdict> kinds = graph.columns().keySet().stream()
                .sorted(Comparator.naturalOrder())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        graph.marks().stream()
                .map(StreamGraph.Mark::verdict)
                .filter(verdict -> verdict == Verdict.RESUME)
                .forEach(kinds::add);
        return kinds;
    }

    private static double word(Pen pen, String text, double x, Palette palette) {
        pen.fill(palette.text());
        pen.text(text, x, Y, Pen.Align.LEFT, Pen.Face.TEXT, SIZE);
        return x + Pen.width(text, Pen.Face.TEXT, SIZE) + 14;
    }
}
