// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.timeline;

import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.survey.Timeline;
import dev.trebuchetfx.inspector.survey.Timeline.Row;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.inspector.view.graph.Axes;
import dev.trebuchetfx.inspector.view.paint.Glyphs;
import dev.trebuchetfx.inspector.view.paint.Palette;
import dev.trebuchetfx.inspector.view.paint.Pen;
import java.time.Duration;
import java.time.ZoneId;

/** Draws a bar for each connection and stream: hatched while it was down, a tick where messages came, a bracket where it recovered. */
final class TimelinePainter {
    static final double ROW = 30;
    static final double AXIS = 24;
    static final double LABEL = 212;
    static final double RIGHT = 14;
    private static final double SIZE = 11;
    private static final double BAR = 14;
    private static final double HATCH = 6;

    private TimelinePainter() {}

    static double plotWidth(double width) {
        return Math.max(1, width - LABEL - RIGHT);
    }

    static double x(Timeline timeline, long time, double width) {
        return LABEL + timeline.range().position(time) * plotWidth(width);
    }

    /** {@code first}: the row on top; {@code chosen}: the stream whose name stands out. */
    static void paint(
            Pen pen,
            Timeline timeline,
            int first,
            int selected,
            int chosen,
            double width,
            double height,
            ZoneId zone,
            Palette palette) {
        pen.fill(palette.background());
        pen.fillRect(0, 0, width, height);
        double bottom = height - AXIS;
        Axes.times(pen, timeline.range(), LABEL, plotWidth(width), 0, bottom, zone, palette);
        int last = Math.min(timeline.rows().size(), first + (int) Math.ceil(bottom / ROW));
        pen.clip(0, 0, width, bottom);
        for (int i = first; i < last; i++) {
            Row row = timeline.rows().get(i);
            double top = (i - first) * ROW;
            if (i == selected) {
                pen.fill(palette.selection());
                pen.fillRect(0, top, LABEL - 6, ROW);
            }
            label(pen, row, top + ROW / 2, row.stream() != 0 && row.stream() == chosen, palette);
        }
        pen.endClip();
        pen.clip(LABEL, 0, plotWidth(width), bottom);
        for (int i = first; i < last; i++) {
            row(pen, timeline, timeline.rows().get(i), (i - first) * ROW, width, palette);
        }
        pen.endClip();
    }

    private static void label(Pen pen, Row row, double middle, boolean chosen, Palette palette) {
        Glyphs.paint(pen, row.isConnection() ? Verdict.CONNECTION : Verdict.LIVE, 16, middle, 4.4, palette);
        pen.fill(palette.text());
        Pen.Face face = chosen ? Pen.Face.STRONG : Pen.Face.TEXT;
        int room = (int) ((LABEL - 40) / (SIZE * 0.56));
        String name = row.name();
        // The end tells streams apart more often than the beginning.
        String shown = name.length() <= room
                ? name
                : name.substring(0, room / 3) + "…" + name.substring(name.length() - (room - room / 3 - 1));
        pen.text(shown, 28, middle, Pen.Align.LEFT, face, SIZE);
    }

    private static void row(Pen pen, Timeline timeline, Row row, double top, double width, Palette palette) {
        double y = top + (ROW - BAR) / 2 + 2;
        for (Timeline.Span span : row.spans()) {
            double from = Math.max(LABEL - 2, x(timeline, span.from(), width));
            double to = Math.min(width, x(timeline, span.to(), width));
            if (to > LABEL && from < width - RIGHT && to > from) {
                if (span.up()) {
                    up(pen, row, from, Math.max(to, from + 1.5), y, palette);
                } else {
                    down(pen, from, to, y, span, palette);
                }
            }
        }
        density(pen, row, timeline, y, width, palette);
        for (Timeline.Recovery recovery : row.recoveries()) {
            recovery(pen, timeline, recovery, y, width, palette);
        }
        for (Timeline.Mark mark : row.marks()) {
            Glyphs.paint(pen, mark.verdict(), x(timeline, mark.time(), width), y + BAR / 2, 5, palette);
        }
    }

    private static void up(Pen pen, Row row, double from, double to, double y, Palette palette) {
        var color = row.isConnection() ? palette.grey() : palette.blue();
        pen.fill(color.deriveColor(0, 1, 1, palette.dark() ? 0.3 : 0.18));
        pen.fillRect(from, y, to - from, BAR);
        pen.stroke(color, 1);
        pen.strokeRect(from + 0.5, y + 0.5, Math.max(0.5, to - from - 1), BAR - 1);
    }

    /** Nothing can come: hatched, with how long it lasted. */
    private static void down(Pen pen, double from, double to, double y, Timeline.Span span, Palette palette) {
        pen.stroke(palette.orange(), 1);
        for (double x = from - BAR; x < to; x += HATCH) {
            double begin = Math.max(from, x);
            double end = Math.min(to, x + BAR);
            if (end > begin) {
                pen.line(begin, y + BAR - (begin - x), end, y + BAR - (end - x));
            }
        }
        pen.strokeRect(from + 0.5, y + 0.5, Math.max(0.5, to - from - 1), BAR - 1);
        String text = "down " + Texts.duration(Duration.ofNanos(span.to() - span.from()));
        double room = Pen.width(text, Pen.Face.TEXT, 10.5) + 8;
        if (to - from > room + 10) {
            double middle = (from + to) / 2;
            pen.fill(palette.background());
            pen.fillRect(middle - room / 2, y + 1.5, room, BAR - 3);
            pen.fill(palette.text());
            pen.text(text, middle, y + BAR / 2, Pen.Align.CENTER, Pen.Face.TEXT, 10.5);
        }
    }

    /** The more messages a column has, the higher its tick. */
    private static void density(Pen pen, Row row, Timeline timeline, double y, double width, Palette palette) {
        int most = 1;
        for (int count : row.density()) {
            most = Math.max(most, count);
        }
        double step = plotWidth(width) / timeline.width();
        pen.fill(row.isConnection() ? palette.muted() : palette.blue());
        for (int column = 0; column < row.density().length; column++) {
            int count = row.density()[column];
            if (count > 0) {
                double tick = 3 + (BAR - 4) * Math.log1p(count) / Math.log1p(most);
                pen.fillRect(LABEL + column * step, y + BAR - 1 - tick, Math.max(1, step), tick);
            }
        }
    }

    /** From a resume to live again. */
    private static void recovery(
            Pen pen, Timeline timeline, Timeline.Recovery recovery, double y, double width, Palette palette) {
        double from = x(timeline, recovery.from(), width);
        double to = Math.max(from + 2, x(timeline, recovery.to(), width));
        pen.stroke(palette.green(), 1.8);
        pen.line(from, y - 4, to, y - 4);
        pen.line(from, y - 4, from, y + 1);
        pen.line(to, y - 4, to, y + 1);
        String text = Texts.duration(Duration.ofNanos(recovery.to() - recovery.from()));
        pen.fill(palette.text());
        boolean right = to + Pen.width(text, Pen.Face.TEXT, 10) + 6 < width - RIGHT;
        pen.text(text, right ? to + 4 : from - 4, y - 4, right ? Pen.Align.LEFT : Pen.Align.RIGHT, Pen.Face.TEXT, 10);
    }
}
