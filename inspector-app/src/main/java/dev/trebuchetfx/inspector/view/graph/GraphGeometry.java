// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.graph;

import dev.trebuchetfx.inspector.survey.PointColumns;
import dev.trebuchetfx.inspector.survey.Points;
import dev.trebuchetfx.inspector.survey.StreamGraph;
import dev.trebuchetfx.inspector.survey.TimeRange;

/**
 * Where times and numbers stand, in pixels. Immutable.
 *
 * @param lowest the number at the lower edge
 * @param highest the number at the upper edge
 */
public record GraphGeometry(double width, double height, TimeRange range, double lowest, double highest) {
    static final double LEFT = 68;
    static final double RIGHT = 14;
    static final double TOP = 26;
    static final double BOTTOM = 24;
    private static final double REACH = 9;

    /** How many columns of pixels a picture of this width has for the graph. */
    public static int columns(double width) {
        return (int) Math.max(1, width - LEFT - RIGHT);
    }

    /** With room for all that a graph shows. */
    public static GraphGeometry fit(StreamGraph graph, double width, double height) {
        StreamGraph.Numbers numbers = graph.numbers();
        double low = numbers == null ? 0 : unsigned(numbers.lowest());
        double high = numbers == null ? 1 : unsigned(numbers.highest());
        double pad = Math.max(1, (high - low) * 0.08);
        return new GraphGeometry(width, height, graph.range(), low - pad, high + pad);
    }

    static double unsigned(long value) {
        return value >= 0 ? value : value + 0x1p64;
    }

    double plotWidth() {
        return Math.max(1, width - LEFT - RIGHT);
    }

    double plotHeight() {
        return Math.max(1, height - TOP - BOTTOM);
    }

    public double x(long time) {
        return LEFT + range.position(time) * plotWidth();
    }

    public double y(long sequence) {
        return y(unsigned(sequence));
    }

    double y(double number) {
        return TOP + (highest - number) / (highest - lowest) * plotHeight();
    }

    public long timeAt(double x) {
        return range.at((x - LEFT) / plotWidth());
    }

    public double numberAt(double y) {
        return highest - (y - TOP) / plotHeight() * (highest - lowest);
    }

    /** Where a place stands along the plot: 0 at its left edge, 1 at the right. */
    public double position(double x) {
        return Math.clamp((x - LEFT) / plotWidth(), 0, 1);
    }

    /** Where in the log the update stands that is drawn nearest to a place; -1 where none is near. */
    public long hit(StreamGraph graph, double x, double y) {
        Points points = graph.points();
        return points == null ? hitColumns(graph, x, y) : hitPoints(points, x, y);
    }

    private long hitPoints(Points points, double x, double y) {
        double nearest = REACH * REACH;
        long found = -1;
        for (int i = 0; i < points.size(); i++) {
            double dx = x(points.time(i)) - x;
            double dy = y(points.sequence(i)) - y;
            double distance = dx * dx + dy * dy;
            if (distance <= nearest) {
                nearest = distance;
                found = points.index(i);
            }
        }
        return found;
    }

    private long hitColumns(StreamGraph graph, double x, double y) {
        double nearest = REACH;
        long found = -1;
        int middle = (int) ((x - LEFT) * graph.width() / plotWidth());
        for (PointColumns kind : graph.columns().values()) {
            for (int column = Math.max(0, middle - 4); column <= Math.min(graph.width() - 1, middle + 4); column++) {
                if (kind.count(column) > 0) {
                    double above = y(kind.highest(column)) - y;
                    double below = y - y(kind.lowest(column));
                    double distance = Math.max(0, Math.max(above, below)) + Math.abs(column - middle) * 0.5;
                    if (distance < nearest) {
                        nearest = distance;
                        found = kind.firstIndex(column);
                    }
                }
            }
        }
        return found;
    }
}
