// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.graph;

import dev.trebuchetfx.inspector.survey.StreamGraph;
import dev.trebuchetfx.inspector.survey.StreamGraph.Band;
import dev.trebuchetfx.inspector.survey.StreamGraph.Steps;
import dev.trebuchetfx.inspector.view.paint.Palette;
import dev.trebuchetfx.inspector.view.paint.Pen;
import java.util.Arrays;

/** Draws how far the server's buffer reached, and where the subscriber stood. */
final class BufferPainter {
    private BufferPainter() {}

    static void bands(Pen pen, StreamGraph graph, GraphGeometry geometry, Palette palette) {
        double step = geometry.plotWidth() / graph.width();
        for (Band band : graph.buffers()) {
            int from = 0;
            while (from < graph.width()) {
                if (band.newest().at(from) == Steps.NOTHING) {
                    from++;
                    continue;
                }
                int to = from;
                while (to < graph.width() && band.newest().at(to) != Steps.NOTHING) {
                    to++;
                }
                band(pen, band, from, to, step, geometry, palette);
                from = to;
            }
        }
    }

    private static void band(
            Pen pen, Band band, int from, int to, double step, GraphGeometry geometry, Palette palette) {
        int count = to - from;
        double[] xs = new double[2 * count + 2];
        double[] ys = new double[2 * count + 2];
        double[] edge = new double[count + 1];
        double[] edgeY = new double[count + 1];
        for (int i = 0; i <= count; i++) {
            int column = Math.min(from + i, to - 1);
            double x = GraphGeometry.LEFT + (from + i) * step;
            xs[i] = x;
            ys[i] = geometry.y(band.newest().at(column));
            xs[2 * count + 1 - i] = x;
            ys[2 * count + 1 - i] = geometry.y(band.oldest(column));
            edge[i] = x;
            edgeY[i] = geometry.y(band.oldest(column));
        }
        pen.fill(palette.accent().deriveColor(0, 1, 1, palette.dark() ? 0.16 : 0.09));
        pen.fillPolygon(xs, ys);
        pen.stroke(palette.accent(), 1);
        pen.dashes(4, 3);
        pen.polyline(edge, edgeY, count + 1);
    }

    static void checkpoint(Pen pen, StreamGraph graph, GraphGeometry geometry, Palette palette) {
        double step = geometry.plotWidth() / graph.width();
        double[] xs = new double[2 * graph.width() + 2];
        double[] ys = new double[2 * graph.width() + 2];
        int count = 0;
        pen.stroke(palette.text().deriveColor(0, 1, 1, 0.75), 1.1);
        if (!graph.checkpointTold()) {
            pen.dashes(5, 3);
        }
        for (int column = 0; column < graph.width(); column++) {
            long value = graph.checkpoint().at(column);
            double x = GraphGeometry.LEFT + column * step;
            if (value == Steps.NOTHING) {
                continue;
            }
            double y = geometry.y(value);
            if (count == 0 || ys[count - 1] != y) {
                if (count > 0) {
                    xs[count] = x;
                    ys[count] = ys[count - 1];
                    count++;
                }
                xs[count] = x;
                ys[count] = y;
                count++;
            }
        }
        if (count > 0) {
            xs[count] = GraphGeometry.LEFT + geometry.plotWidth();
            ys[count] = ys[count - 1];
            count++;
            pen.polyline(Arrays.copyOf(xs, count), Arrays.copyOf(ys, count), count);
        }
    }
}
