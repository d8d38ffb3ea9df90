// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.table;

import dev.trebuchetfx.inspector.model.MessageRow;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.inspector.view.paint.Fonts;
import javafx.scene.text.Text;

/** What a cell says, and the room that it takes. */
final class CellTexts {
    private final Text measured = new Text();

    static String of(MessageRow row, ColumnLayout.Column column) {
        return switch (column) {
            case NUMBER -> Texts.count(row.row() + 1);
            case TIME -> row.time();
            case SINCE -> row.sincePrevious();
            case DIRECTION -> row.direction().word();
            case STATUS -> row.verdict().word();
            case TYPE -> row.type();
            case STREAM -> row.stream();
            case SEQUENCE -> row.sequence();
            case SIZE -> row.size();
            case PREVIEW -> row.comment().isEmpty() ? row.preview() : "; " + row.comment() + "  " + row.preview();
        };
    }

    /** How wide a column has to be so that the cell is not cut. */
    double width(MessageRow row, ColumnLayout.Column column) {
        return switch (column) {
            case DIRECTION -> column.width();
            case STATUS -> width(of(row, column), false) + 17;
            default -> width(of(row, column), true);
        };
    }

    /** How wide it has to be for its title. */
    double title(ColumnLayout.Column column) {
        measured.setFont(Fonts.strong(11.5));
        measured.setText(column.title());
        return measured.getLayoutBounds().getWidth() + 2 * RowPainter.PADDING + 2;
    }

    private double width(String text, boolean mono) {
        measured.setFont(mono ? Fonts.mono(12) : Fonts.text(12));
        measured.setText(text);
        return measured.getLayoutBounds().getWidth() + 2 * RowPainter.PADDING + 1;
    }
}
