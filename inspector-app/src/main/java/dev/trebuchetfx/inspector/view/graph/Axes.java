// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.graph;

import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.survey.TimeRange;
import dev.trebuchetfx.inspector.view.paint.Palette;
import dev.trebuchetfx.inspector.view.paint.Pen;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Draws scales with round figures. */
public final class Axes {
    private static final double SIZE = 10.5;
    private static final double TIME_ROOM = 92;
    private static final double NUMBER_ROOM = 34;
    private static final long MICRO = 1_000;
    private static final long SECOND = 1_000_000_000L;
    private static final long[] LONG_STEPS = {
        SECOND,
        2 * SECOND,
        5 * SECOND,
        10 * SECOND,
        30 * SECOND,
        60 * SECOND,
        120 * SECOND,
        300 * SECOND,
        600 * SECOND,
        1_800 * SECOND,
        3_600 * SECOND,
        7_200 * SECOND,
        14_400 * SECOND,
        43_200 * SECOND,
        86_400 * SECOND,
    };

    private Axes() {}

    /** Lines across from top to bottom, and the times below. */
    public static void times(
            Pen pen,
            TimeRange range,
            double left,
            double width,
            double top,
            double bottom,
            ZoneId zone,
            Palette palette) {
        long step = timeStep(range.length() / Math.max(1, width / TIME_ROOM));
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern(pattern(step), Locale.ROOT).withZone(zone);
        for (long time = Math.ceilDiv(range.from(), step) * step; time < range.to(); time += step) {
            double x = Math.round(left + range.position(time) * width) + 0.5;
            pen.stroke(palette.line(), 1);
            pen.line(x, top, x, bottom);
            String text = format.format(TapEvent.instant(time));
            double half = Pen.width(text, Pen.Face.MONO, SIZE) / 2;
            if (x - half >= left - 8 && x + half <= left + width + 8) {
                pen.fill(palette.muted());
                pen.text(text, x, bottom + 12, Pen.Align.CENTER, Pen.Face.MONO, SIZE);
            }
        }
    }

    private static String pattern(long step) {
        if (step >= 60 * SECOND) {
            return "HH:mm";
        }
        if (step >= SECOND) {
            return "HH:mm:ss";
        }
        return step >= 1_000 * MICRO ? "HH:mm:ss.SSS" : "ss.SSSSSS";
    }

    static long timeStep(double least) {
        if (least > SECOND) {
            for (long step : LONG_STEPS) {
                if (step >= least) {
                    return step;
                }
            }
            long days = (long) Math.ceil(least / LONG_STEPS[LONG_STEPS.length - 1]);
            return days * LONG_STEPS[LONG_STEPS.length - 1];
        }
        return Math.max(MICRO, (long) niceStep(least));
    }

    /** The least of 1, 2, 5, 10, 20, … that is not less. */
    static double niceStep(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(least, 1e-9))));
        for (int factor : new int[] {1, 2, 5}) {
            if (factor * power >= least) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** Lines from left to right, and the numbers before them. */
    static void numbers(Pen pen, GraphGeometry geometry, Palette palette) {
        double span = geometry.highest() - geometry.lowest();
        double step = Math.max(1, niceStep(span / Math.max(1, geometry.plotHeight() / NUMBER_ROOM)));
        double right = GraphGeometry.LEFT + geometry.plotWidth();
        for (double number = Math.ceil(Math.max(0, geometry.lowest()) / step) * step;
                number <= geometry.highest();
                number += step) {
            double y = Math.round(geometry.y(number)) + 0.5;
            pen.stroke(palette.line(), 1);
            pen.line(GraphGeometry.LEFT, y, right, y);
            pen.fill(palette.muted());
            pen.text(
                    String.format(Locale.ROOT, "%,.0f", number),
                    GraphGeometry.LEFT - 8,
                    y,
                    Pen.Align.RIGHT,
                    Pen.Face.MONO,
                    SIZE);
        }
    }
}
