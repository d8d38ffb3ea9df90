// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.table;

import dev.trebuchetfx.inspector.model.MessageRow;
import dev.trebuchetfx.inspector.model.MessageTableModel;
import dev.trebuchetfx.inspector.text.Texts;
import java.util.function.Supplier;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.util.Duration;

/** Shows the whole text of a cell that is cut where the mouse rests on it. */
final class CellTips {
    private static final int MOST = 1_000;

    private final Region table;
    private final MessageTableModel model;
    private final Supplier<ColumnLayout> columns;
    private final CellTexts texts = new CellTexts();
    private final Tooltip tip = new Tooltip();
    private boolean installed;

    private CellTips(Region table, MessageTableModel model, Supplier<ColumnLayout> columns) {
        this.table = table;
        this.model = model;
        this.columns = columns;
        tip.setWrapText(true);
        tip.setMaxWidth(560);
        tip.setShowDelay(Duration.millis(500));
    }

    static void installOn(Region table, MessageTableModel model, Supplier<ColumnLayout> columns) {
        CellTips tips = new CellTips(table, model, columns);
        table.addEventHandler(MouseEvent.MOUSE_MOVED, event -> tips.show(tips.at(event.getX(), event.getY())));
        table.addEventHandler(MouseEvent.MOUSE_PRESSED, event -> tips.show(""));
    }

    /** What is cut there; empty for nothing. */
    String at(double x, double y) {
        ColumnLayout.Place place = columns.get().at(x);
        if (place == null) {
            return "";
        }
        if (y < RowPainter.HEADER_HEIGHT) {
            return place.width() < texts.title(place.column()) || place.column() == ColumnLayout.Column.DIRECTION
                    ? place.column().inWords()
                    : "";
        }
        int position = model.topPosition() + (int) ((y - RowPainter.HEADER_HEIGHT) / RowPainter.ROW_HEIGHT);
        MessageRow row = position < model.size() ? model.describe(model.rowAt(position)) : null;
        if (row == null
                || (place.column() != ColumnLayout.Column.DIRECTION
                        && texts.width(row, place.column()) <= place.width())) {
            return "";
        }
        return Texts.oneLine(CellTexts.of(row, place.column()), MOST);
    }

    private void show(String text) {
        if (text.equals(tip.getText()) && installed == !text.isEmpty()) {
            return;
        }
        tip.hide();
        tip.setText(text);
        if (installed == text.isEmpty()) {
            if (installed) {
                Tooltip.uninstall(table, tip);
            } else {
                Tooltip.install(table, tip);
            }
            installed = !installed;
        }
    }
}
