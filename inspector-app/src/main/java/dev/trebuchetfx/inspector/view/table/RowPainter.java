// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.table;

import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.model.MessageRow;
import dev.trebuchetfx.inspector.model.Texts;
import dev.trebuchetfx.inspector.view.paint.Fonts;
import dev.trebuchetfx.inspector.view.paint.Glyphs;
import dev.trebuchetfx.inspector.view.paint.Palette;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/** Draws the header and the rows of the message table. */
final class RowPainter {
    static final double ROW_HEIGHT = 24;
    static final double HEADER_HEIGHT = 26;
    private static final double PADDING = 6;

    private final Font mono = Fonts.mono(12);
    private final Font words = Fonts.text(12);
    private final double characterWidth = Fonts.characterWidth(mono);

    void header(GraphicsContext g, Columns columns, double width, Palette palette) {
        g.setFill(palette.raised());
        g.fillRect(0, 0, width, HEADER_HEIGHT);
        g.setFill(palette.line());
        g.fillRect(0, HEADER_HEIGHT - 1, width, 1);
        g.setFont(Fonts.strong(11.5));
        g.setFill(palette.muted());
        g.setTextBaseline(VPos.CENTER);
        for (Columns.Place place : columns.places()) {
            text(g, place.column().title(), place, HEADER_HEIGHT / 2);
        }
    }

    void row(
            GraphicsContext g,
            @Nullable MessageRow row,
            Columns columns,
            double y,
            double width,
            boolean selected,
            boolean focused,
            Palette palette) {
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
        g.setFont(mono);
        for (Columns.Place place : columns.places()) {
            cell(g, row, place, middle, palette);
        }
    }

    private static Color strip(Verdict verdict, Palette palette) {
        return switch (verdict) {
            case CALL, CONTROL, HEARTBEAT, SKIPPED, UNSEEN, UNPLACED, CONNECTION -> Color.TRANSPARENT;
            default -> palette.of(verdict);
        };
    }

    private void cell(GraphicsContext g, MessageRow row, Columns.Place place, double middle, Palette palette) {
        boolean note = row.direction() == MessageRow.Direction.NOTE;
        switch (place.column()) {
            case NUMBER -> muted(g, Texts.count(row.row() + 1), place, middle, palette);
            case TIME -> muted(g, row.time(), place, middle, palette);
            case SINCE -> muted(g, row.sincePrevious(), place, middle, palette);
            case DIRECTION -> direction(g, row.direction(), place.x() + place.width() / 2, middle, palette);
            case STATUS -> {
                Glyphs.paint(g, row.verdict(), place.x() + PADDING + 5, middle, 4.6, palette);
                g.setFill(isQuiet(row.verdict()) ? palette.muted() : palette.text());
                g.setFont(words);
                g.setTextAlign(TextAlignment.LEFT);
                g.fillText(row.verdict().word(), place.x() + PADDING + 17, middle);
                g.setFont(mono);
            }
            case TYPE -> plain(g, row.type(), place, middle, note ? palette.muted() : palette.text());
            case STREAM -> plain(g, row.stream(), place, middle, palette.text());
            case SEQUENCE -> plain(g, row.sequence(), place, middle, palette.text());
            case SIZE -> muted(g, row.size(), place, middle, palette);
            case PREVIEW ->
                plain(g, row.preview(), place, middle, isQuiet(row.verdict()) ? palette.muted() : palette.text());
        }
    }

    private static boolean isQuiet(Verdict verdict) {
        return verdict == Verdict.CONTROL || verdict == Verdict.HEARTBEAT || verdict == Verdict.CONNECTION;
    }

    private void muted(GraphicsContext g, String text, Columns.Place place, double middle, Palette palette) {
        plain(g, text, place, middle, palette.muted());
    }

    private void plain(GraphicsContext g, String text, Columns.Place place, double middle, Color color) {
        g.setFill(color);
        int room = (int) ((place.width() - 2 * PADDING) / characterWidth);
        String shown = text.length() <= room ? text : text.substring(0, Math.max(0, room - 1)) + "…";
        text(g, shown, place, middle);
    }

    private static void text(GraphicsContext g, String text, Columns.Place place, double middle) {
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
        g.strokeLine(x, y - 5, x, y + 5);
        g.strokeLine(x - 3.5, y + sign * 1.5, x, y + sign * 5);
        g.strokeLine(x + 3.5, y + sign * 1.5, x, y + sign * 5);
    }
}
