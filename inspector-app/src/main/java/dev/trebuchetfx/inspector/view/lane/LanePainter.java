// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.lane;

import dev.trebuchetfx.inspector.analysis.BufferWindow;
import dev.trebuchetfx.inspector.analysis.SequenceRuns;
import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.model.LaneGeometry;
import dev.trebuchetfx.inspector.model.LaneModel;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.inspector.view.paint.Fonts;
import dev.trebuchetfx.inspector.view.paint.GlyphImages;
import dev.trebuchetfx.inspector.view.paint.Glyphs;
import dev.trebuchetfx.inspector.view.paint.Palette;
import java.util.Map;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** Draws the lane of sequence numbers: labels, numbers, marks, duplicates, the server's buffer and the checkpoint. */
final class LanePainter {
    static final double HEIGHT = 122;
    private static final double LABEL = 10;
    private static final double TICK = 28;
    private static final double TOP = 38;
    private static final double BOTTOM = 62;
    private static final double MIDDLE = (TOP + BOTTOM) / 2;
    private static final double DUPLICATES = 70;
    private static final double BAND_TOP = 80;
    private static final double BAND_BOTTOM = 94;
    private static final double FLAG = 108;

    private final GlyphImages glyphs = new GlyphImages();
    private final Font small = Fonts.mono(11);
    private final Font label = Fonts.strong(11.5);
    private final Font words = Fonts.text(11.5);

    void paint(GraphicsContext g, LaneModel model, double width, Palette palette) {
        glyphs.prepare(g.getCanvas(), palette);
        LaneGeometry geometry = model.geometry();
        double scroll = model.scroll();
        g.setTextBaseline(VPos.CENTER);
        for (int i = 0; i < geometry.parts().size(); i++) {
            part(g, geometry, i, scroll, width, palette);
        }
    }

    private void part(
            GraphicsContext g, LaneGeometry geometry, int index, double scroll, double width, Palette palette) {
        LaneModel.Part part = geometry.parts().get(index);
        double left = geometry.partX(index) - scroll;
        double right = (index + 1 < geometry.parts().size() ? geometry.partX(index + 1) : geometry.width()) - scroll;
        if (right < 0 || left > width) {
            return;
        }
        label(g, part, left, right, index > 0, palette);
        long[] visible = geometry.visible(index, scroll, scroll + width);
        if (visible != null) {
            ticks(g, geometry, index, visible, scroll, palette);
            for (SequenceRuns.Run run : part.runs().overlapping(visible[0], visible[1])) {
                run(g, geometry, index, run, visible, scroll, palette);
            }
            duplicates(g, geometry, index, visible, scroll, palette);
        }
        next(g, geometry, index, scroll, palette);
        band(g, geometry, index, scroll, width, palette);
        checkpoint(g, geometry, index, scroll, width, palette);
    }

    private void label(
            GraphicsContext g, LaneModel.Part part, double left, double right, boolean divider, Palette palette) {
        if (divider) {
            double x = left - LaneGeometry.DIVIDER / 2;
            g.setStroke(part.restart() ? palette.purple() : palette.muted());
            g.setLineWidth(1.4);
            g.setLineDashes(4, 3);
            g.strokeLine(x, 2, x, HEIGHT - 4);
            g.setLineDashes();
        }
        // The label stays in view while its part is scrolled past.
        double x = Math.max(left, 8);
        if (x > right - 60) {
            return;
        }
        if (part.restart()) {
            Glyphs.paint(g, Verdict.RESTART, x + 5, LABEL, 4.6, palette);
            x += 15;
        }
        g.setFont(label);
        g.setFill(palette.text());
        g.setTextAlign(TextAlignment.LEFT);
        g.fillText(part.reason(), x, LABEL);
        g.setFont(small);
        g.setFill(palette.muted());
        double after = x + part.reason().length() * 6.4 + 14;
        String id = part.label()
                + (part.capturedFrom() == null ? "" : " · captured from " + Texts.sequence(part.capturedFrom()));
        if (after + id.length() * 6.6 < right) {
            g.fillText(id, after, LABEL);
        }
    }

    private void ticks(
            GraphicsContext g, LaneGeometry geometry, int index, long[] visible, double scroll, Palette palette) {
        long step = 1;
        for (int i = 0; step * geometry.cellWidth() < 48; i++) {
            step = i % 2 == 0 ? step * 5 : step * 2;
        }
        g.setFont(small);
        g.setFill(palette.muted());
        g.setTextAlign(TextAlignment.CENTER);
        long first = Long.divideUnsigned(visible[0] + step - 1, step) * step;
        for (long sequence = first;
                Long.compareUnsigned(sequence, visible[1]) <= 0 && Long.compareUnsigned(sequence, first) >= 0;
                sequence += step) {
            double x = geometry.x(index, sequence) + geometry.cellWidth() / 2 - scroll;
            g.fillText(Texts.sequence(sequence), x, TICK);
        }
    }

    private void run(
            GraphicsContext g,
            LaneGeometry geometry,
            int index,
            SequenceRuns.Run run,
            long[] visible,
            double scroll,
            Palette palette) {
        double cell = geometry.cellWidth();
        long from = Long.compareUnsigned(run.from(), visible[0]) < 0 ? visible[0] : run.from();
        long to = Long.compareUnsigned(run.to(), visible[1]) > 0 ? visible[1] : run.to();
        double x = geometry.x(index, from) - scroll;
        double width = Math.max(1, geometry.x(index, to) + cell - geometry.x(index, from));
        if (run.verdict() == Verdict.MISSING) {
            String cause = geometry.parts().get(index).causeOf(run.from());
            String word = cause == null ? run.verdict().word() : cause;
            hole(g, geometry.x(index, run.from()) - scroll, run.length() * cell, run.length(), word, palette);
            return;
        }
        g.setFill(palette.of(run.verdict()).deriveColor(0, 1, 1, palette.dark() ? 0.22 : 0.14));
        if (cell < 8) {
            ribbon(g, run.verdict(), x, width, palette);
            return;
        }
        g.fillRoundRect(x + 1, TOP, width - 2, BOTTOM - TOP, 6, 6);
        double radius = Math.min(5.2, cell * 0.36);
        for (long sequence = from; ; sequence++) {
            double middle = geometry.x(index, sequence) + cell / 2 - scroll;
            glyphs.paint(g, run.verdict(), middle, MIDDLE, radius);
            if (sequence == to) {
                return;
            }
        }
    }

    /** Where a number has no room for a shape of its own, height and filling tell the verdicts apart. */
    private static void ribbon(GraphicsContext g, Verdict verdict, double x, double width, Palette palette) {
        g.fillRect(x, TOP, width, BOTTOM - TOP);
        Color color = palette.of(verdict);
        g.setFill(color);
        switch (verdict) {
            case LIVE -> g.fillRect(x, TOP + 6, width, BOTTOM - TOP - 12);
            case DELTA -> g.fillRect(x, MIDDLE, width, BOTTOM - MIDDLE - 6);
            case REPLAY, OVERLAP, HEALED -> {
                g.fillRect(x, TOP + 6, width, 2.5);
                g.fillRect(x, BOTTOM - 8.5, width, 2.5);
            }
            default -> g.fillRect(x, MIDDLE - 1, width, 2);
        }
    }

    private void hole(GraphicsContext g, double x, double width, long count, String cause, Palette palette) {
        double drawn = Math.max(width, 4);
        g.setFill(palette.vermilion().deriveColor(0, 1, 1, 0.16));
        g.fillRect(x, TOP - 4, drawn, BOTTOM - TOP + 8);
        g.setStroke(palette.vermilion());
        g.setLineWidth(2);
        g.setLineDashes(5, 4);
        g.strokeLine(x + 1, TOP - 4, x + 1, BOTTOM + 4);
        g.strokeLine(x + drawn - 1, TOP - 4, x + drawn - 1, BOTTOM + 4);
        g.setLineDashes();
        String text = Texts.count(count) + (width >= 74 ? " " + cause : "");
        g.setFont(label);
        g.setFill(palette.text());
        g.setTextAlign(TextAlignment.CENTER);
        if (width >= text.length() * 7.0 + 4) {
            g.fillText(text, x + width / 2, MIDDLE);
        }
    }

    private void duplicates(
            GraphicsContext g, LaneGeometry geometry, int index, long[] visible, double scroll, Palette palette) {
        Map<Long, Integer> found = geometry.parts().get(index).runs().duplicatesIn(visible[0], visible[1]);
        found.forEach((sequence, times) -> {
            double x = geometry.x(index, sequence) + geometry.cellWidth() / 2 - scroll;
            glyphs.paint(g, Verdict.DUPLICATE, x, DUPLICATES, 4);
            if (times > 1 && geometry.cellWidth() >= 14) {
                g.setFont(small);
                g.setFill(palette.text());
                g.setTextAlign(TextAlignment.LEFT);
                g.fillText("×" + times, x + 6, DUPLICATES);
            }
        });
    }

    private static void next(GraphicsContext g, LaneGeometry geometry, int index, double scroll, Palette palette) {
        if (index != geometry.parts().size() - 1 || geometry.cellWidth() < 8) {
            return;
        }
        double x = geometry.x(index, geometry.parts().get(index).runs().last() + 1) - scroll;
        g.setStroke(palette.muted());
        g.setLineWidth(1);
        g.setLineDashes(3, 2);
        g.strokeRoundRect(x + 1.5, TOP + 0.5, geometry.cellWidth() - 3, BOTTOM - TOP - 1, 6, 6);
        g.setLineDashes();
    }

    private void band(
            GraphicsContext g, LaneGeometry geometry, int index, double scroll, double width, Palette palette) {
        LaneModel.Part part = geometry.parts().get(index);
        BufferWindow window = part.window();
        if (window == null) {
            return;
        }
        boolean beyond = Long.compareUnsigned(window.oldest(), part.first()) < 0;
        long oldest = beyond ? part.first() : window.oldest();
        double left = geometry.x(index, oldest) - scroll;
        double right = geometry.x(index, window.newest()) + geometry.cellWidth() - scroll;
        double from = Math.max(left, -4);
        double to = Math.min(right, width + 4);
        if (to <= from) {
            return;
        }
        g.setFill(palette.accent().deriveColor(0, 1, 1, palette.dark() ? 0.2 : 0.12));
        g.fillRect(from, BAND_TOP, to - from, BAND_BOTTOM - BAND_TOP);
        g.setStroke(palette.accent());
        g.setLineWidth(1.2);
        if (!window.exact()) {
            g.setLineDashes(4, 3);
        }
        g.strokeRect(from, BAND_TOP, to - from, BAND_BOTTOM - BAND_TOP);
        g.setLineDashes();
        g.setFont(words);
        g.setFill(palette.text());
        g.setTextAlign(TextAlignment.LEFT);
        String text = "server buffer " + Texts.range(window.oldest(), window.newest())
                + (window.exact() ? "" : " (estimate)");
        double x = Math.max(from, 0) + 6;
        if (x + text.length() * 6.3 > to) {
            x = to + 6;
        }
        g.fillText(text, x, (BAND_TOP + BAND_BOTTOM) / 2 + 0.5);
    }

    private void checkpoint(
            GraphicsContext g, LaneGeometry geometry, int index, double scroll, double width, Palette palette) {
        Long checkpoint = geometry.parts().get(index).checkpoint();
        if (checkpoint == null) {
            return;
        }
        double x = geometry.x(index, checkpoint) + geometry.cellWidth() / 2 - scroll;
        g.setStroke(palette.text());
        g.setFill(palette.text());
        g.setLineWidth(1.4);
        g.strokeLine(x, BOTTOM + 2, x, FLAG - 5);
        g.fillPolygon(new double[] {x - 4.5, x + 4.5, x}, new double[] {FLAG, FLAG, FLAG - 7}, 3);
        g.setFont(words);
        String text = "checkpoint " + Texts.sequence(checkpoint);
        boolean left = x + 100 > width;
        g.setTextAlign(left ? TextAlignment.RIGHT : TextAlignment.LEFT);
        g.fillText(text, left ? x - 9 : x + 9, FLAG);
    }

    void empty(GraphicsContext g, String text, double width, Palette palette) {
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.CENTER);
        g.setFont(Fonts.text(13));
        g.setFill(palette.muted());
        g.fillText(text, width / 2, HEIGHT / 2);
    }
}
