// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.table;

import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.model.MessageRow;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.inspector.view.paint.Fonts;
import dev.trebuchetfx.inspector.view.paint.GlyphImages;
import dev.trebuchetfx.inspector.view.paint.Palette;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/** Draws the header and the rows of the message table. */
final class RowPainter {
    static final double ROW_HEIGHT = 24;
    static final double HEADER_HEIGHT = 26;
    static final double PADDING = 6;

    private final GlyphImages glyphs = new GlyphImages();
    private final Font mono = Fonts.mono(12);
    private final Font words = Fonts.text(12);
    private final double characterWidth = Fonts.characterWidth(mono);

    /** To be told before rows are drawn on {@code canvas}. */
    void prepare(Canvas canvas, Palette palette) {
        glyphs.prepare(canvas, palette);
    }

    /**
     * {@code reference}: whether times are counted from one.
     *
     * @param chosen the column that keys act on; null where the table has no focus
     */
    void header(
            GraphicsContext g,
            ColumnLayout columns,
            double width,
            boolean reference,
            ColumnLayout.@Nullable Column chosen,
            Palette palette) {
        g.setFill(palette.raised());
        g.fillRect(0, 0, width, HEADER_HEIGHT);
        g.setFill(palette.line());
        g.fillRect(0, HEADER_HEIGHT - 1, width, 1);
        g.setFont(Fonts.strong(11.5));
        g.setFill(palette.muted());
        g.setTextBaseline(VPos.CENTER);
        for (ColumnLayout.Place place : columns.places()) {
            boolean since = reference && place.column() == ColumnLayout.Column.SINCE;
            g.setFill(palette.muted());
            String title = since ? "since ref." : place.column().title();
            text(g, fits(title, place) ? title : "…", place, HEADER_HEIGHT / 2);
            g.setFill(palette.line());
            g.fillRect(Math.rint(place.end()) - 1, 7, 1, HEADER_HEIGHT - 14);
            if (place.column() == chosen) {
                g.setFill(palette.accent());
                g.fillRect(place.x() + 2, HEADER_HEIGHT - 3, place.width() - 4, 2);
            }
        }
    }

    private boolean fits(String title, ColumnLayout.Place place) {
        return title.length() * characterWidth <= place.width() - PADDING;
    }

    void row(
            GraphicsContext g,
            @Nullable MessageRow row,
            ColumnLayout columns,
            double y,
            double width,
            boolean selected,
            boolean focused,
            boolean highlighted,
            Palette palette) {
        if (highlighted) {
            g.setFill(palette.accent().deriveColor(0, 1, 1, 0.16));
            g.fillRect(0, y, width, ROW_HEIGHT);
        }
        if (selected) {
            g.setFill(palette.selection());
            g.fillRect(0, y, width, ROW_HEIGHT);
            if (focused) {
                g.setStroke(palette.accent());
                g.setLineWidth(1);
                g.strokeRect(0.5, y + 0.5, width - 1, ROW_HEIGHT - 1);
            }
        }
        double middle = y + ROW_HEIGHT / 2;
        if (row == null) {
            g.setFont(words);
            g.setFill(palette.muted());
            g.setTextAlign(TextAlignment.LEFT);
            g.fillText("no longer held", 16, middle);
            return;
        }
        g.setFill(strip(row.verdict(), palette));
        g.fillRect(0, y + 1, 3, ROW_HEIGHT - 2);
        if (highlighted) {
            g.setFill(palette.accent());
            g.fillPolygon(new double[] {4, 9, 4}, new double[] {y + 7, y + 12, y + 17}, 3);
        }
        if (row.marked()) {
            glyphs.paint(g, Verdict.RESTART, 13, middle, 4);
        }
        g.setFont(mono);
        for (ColumnLayout.Place place : columns.places()) {
            cell(g, row, place, middle, palette);
        }
    }

    private static Color strip(Verdict verdict, Palette palette) {
        return switch (verdict) {
            case CALL, CONTROL, HEARTBEAT, SKIPPED, UNSEEN, UNPLACED, CONNECTION -> Color.TRANSPARENT;
            default -> palette.of(verdict);
        };
    }

    private void cell(GraphicsContext g, MessageRow row, ColumnLayout.Place place, double middle, Palette palette) {
        boolean note = row.direction() == MessageRow.Direction.NOTE;
        switch (place.column()) {
            case NUMBER -> muted(g, Texts.count(row.row() + 1), place, middle, palette);
            case TIME -> muted(g, row.time(), place, middle, palette);
            case SINCE -> muted(g, row.sincePrevious(), place, middle, palette);
            case DIRECTION -> direction(g, row.direction(), place.x() + place.width() / 2, middle, palette);
            case STATUS -> {
                glyphs.paint(g, row.verdict(), place.x() + PADDING + 5, middle, 4.6);
                g.setFill(isQuiet(row.verdict()) ? palette.muted() : palette.text());
                g.setFont(words);
                g.setTextAlign(TextAlignment.LEFT);
                String word = row.verdict().word();
                int room = (int) ((place.width() - 2 * PADDING - 17) / (characterWidth * 0.93));
                g.fillText(cut(word, room), place.x() + PADDING + 17, middle);
                g.setFont(mono);
            }
            case TYPE -> plain(g, row.type(), place, middle, note ? palette.muted() : palette.text());
            case STREAM -> plain(g, row.stream(), place, middle, palette.text());
            case SEQUENCE -> plain(g, row.sequence(), place, middle, palette.text());
            case SIZE -> muted(g, row.size(), place, middle, palette);
            case PREVIEW -> preview(g, row, place, middle, palette);
        }
    }

    /** What was noted comes first: it is what somebody looks for. */
    private void preview(GraphicsContext g, MessageRow row, ColumnLayout.Place place, double middle, Palette palette) {
        Color color = isQuiet(row.verdict()) ? palette.muted() : palette.text();
        if (row.comment().isEmpty()) {
            plain(g, row.preview(), place, middle, color);
            return;
        }
        String comment = Texts.oneLine("; " + row.comment(), 60) + "  ";
        plain(g, comment, place, middle, palette.accent());
        double taken = comment.length() * characterWidth;
        if (taken < place.width() - 4 * PADDING) {
            plain(
                    g,
                    row.preview(),
                    new ColumnLayout.Place(place.column(), place.x() + taken, place.width() - taken),
                    middle,
                    color);
        }
    }

    /** Says above a row that something is missing there. */
    void missing(GraphicsContext g, String what, double y, double width, Palette palette) {
        double tag = what.length() * 6.4 + 16;
        double top = Math.max(HEADER_HEIGHT, y - 8);
        g.setStroke(palette.of(Verdict.MISSING));
        g.setLineWidth(1.5);
        g.setLineDashes(6, 4);
        g.strokeLine(0, y, width, y);
        g.setLineDashes();
        g.setFill(palette.background());
        g.fillRect(width - tag - 12, top, tag, 16);
        g.strokeRect(width - tag - 12, top, tag, 16);
        g.setFill(palette.text());
        g.setFont(Fonts.text(11));
        g.setTextAlign(TextAlignment.CENTER);
        g.fillText(what, width - tag / 2 - 12, top + 8);
    }

    private static boolean isQuiet(Verdict verdict) {
        return verdict == Verdict.CONTROL || verdict == Verdict.HEARTBEAT || verdict == Verdict.CONNECTION;
    }

    private void muted(GraphicsContext g, String text, ColumnLayout.Place place, double middle, Palette palette) {
        plain(g, text, place, middle, palette.muted());
    }

    private void plain(GraphicsContext g, String text, ColumnLayout.Place place, double middle, Color color) {
        g.setFill(color);
        int room = (int) ((place.width() - 2 * PADDING) / characterWidth);
        text(g, cut(text, room), place, middle);
    }

    private static String cut(String text, int room) {
        return text.length() <= room ? text : text.substring(0, Math.max(0, room - 1)) + "…";
    }

    private static void text(GraphicsContext g, String text, ColumnLayout.Place place, double middle) {
        boolean right = place.column().isRight();
        g.setTextAlign(right ? TextAlignment.RIGHT : TextAlignment.LEFT);
        g.fillText(text, right ? place.x() + place.width() - PADDING : place.x() + PADDING, middle);
    }

    private static void direction(
            GraphicsContext g, MessageRow.Direction direction, double x, double y, Palette palette) {
        if (direction == MessageRow.Direction.NOTE) {
            return;
        }
        int sign = direction == MessageRow.Direction.RECEIVED ? 1 : -1;
        g.setStroke(direction == MessageRow.Direction.RECEIVED ? palette.muted() : palette.accent());
        g.setLineWidth(1.5);
        // One path: each stroke is a run of the rasterizer, and there is an arrow in every row of every frame.
        g.beginPath();
        g.moveTo(x, y - 5);
        g.lineTo(x, y + 5);
        g.moveTo(x - 3.5, y + sign * 1.5);
        g.lineTo(x, y + sign * 5);
        g.lineTo(x + 3.5, y + sign * 1.5);
        g.stroke();
    }
}
