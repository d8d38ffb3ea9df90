// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.table;

import dev.trebuchetfx.inspector.view.table.ColumnLayout.Column;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import javafx.geometry.Side;
import javafx.scene.Cursor;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * What mouse and keys do to the columns: an edge is dragged, a double click on it fits the column to what shows, a menu hides and shows. By key, one column
 * is chosen with Left and Right.
 */
final class TableHeader {
    private static final double NEAR = 4;
    private static final double STEP = 8;

    private final Region table;
    private final ColumnWishes wishes;
    private final Supplier<ColumnLayout> columns;
    private final ToDoubleFunction<Column> content;
    private final ContextMenu menu = new ContextMenu();
    private @Nullable Column dragged;
    private double dragOffset;
    private Column chosen = Column.STATUS;

    /** {@code content}: how wide a column has to be for what shows. */
    TableHeader(Region table, ColumnWishes wishes, Supplier<ColumnLayout> columns, ToDoubleFunction<Column> content) {
        this.table = table;
        this.wishes = wishes;
        this.columns = columns;
        this.content = content;
        menu.setId("columns");
        for (Column column : Column.values()) {
            CheckMenuItem item = new CheckMenuItem(column.inWords());
            item.setId("column-" + column.name().toLowerCase(Locale.ROOT));
            item.setOnAction(event -> wishes.setHidden(column, !item.isSelected()));
            item.setUserData(column);
            menu.getItems().add(item);
        }
        menu.getItems()
                .addAll(
                        new SeparatorMenuItem(),
                        item("columns-fit", "Fit all to what shows", this::fitAll),
                        item("columns-reset", "As at first", wishes::reset));
        menu.setOnShowing(event -> menu.getItems().forEach(item -> {
            if (item instanceof CheckMenuItem check && item.getUserData() instanceof Column column) {
                check.setSelected(!wishes.isHidden(column));
            }
        }));
    }

    private static MenuItem item(String id, String text, Runnable action) {
        MenuItem item = new MenuItem(text);
        item.setId(id);
        item.setOnAction(event -> action.run());
        return item;
    }

    /** The column that keys act on. */
    Column chosen() {
        return chosen;
    }

    /** Returns whether it was a matter of the header. */
    boolean pressed(MouseEvent event) {
        if (event.getY() >= RowPainter.HEADER_HEIGHT) {
            menu.hide();
            return false;
        }
        if (event.getButton() == MouseButton.PRIMARY) {
            menu.hide();
            ColumnLayout.Place edge = columns.get().edge(event.getX(), NEAR);
            if (edge != null) {
                chosen = edge.column();
                if (event.getClickCount() == 2) {
                    fit(edge.column());
                } else {
                    dragged = edge.column();
                    dragOffset = edge.end() - event.getX();
                }
            } else {
                ColumnLayout.Place place = columns.get().at(event.getX());
                if (place != null) {
                    chosen = place.column();
                }
            }
            table.requestLayout();
        }
        return true;
    }

    /** Returns whether an edge moved. */
    boolean draggedTo(double x) {
        ColumnLayout.Place place = dragged == null ? null : columns.get().of(dragged);
        if (place != null) {
            resize(place, x + dragOffset - place.x());
        }
        return dragged != null;
    }

    void released() {
        dragged = null;
    }

    /** The cursor tells where an edge can be dragged. */
    void moved(MouseEvent event) {
        boolean edge = event.getY() < RowPainter.HEADER_HEIGHT && columns.get().edge(event.getX(), NEAR) != null;
        table.setCursor(edge || dragged != null ? Cursor.H_RESIZE : Cursor.DEFAULT);
    }

    private void resize(ColumnLayout.Place place, double width) {
        double most = place.width() + columns.get().slack();
        wishes.setWidth(place.column(), Math.min(width, most));
    }

    /** Chooses the next column that shows, or the one before. */
    void choose(int step) {
        var places = columns.get().places();
        int at = 0;
        for (int i = 0; i < places.size(); i++) {
            if (places.get(i).column() == chosen) {
                at = i;
            }
        }
        chosen = places.get(Math.clamp((long) at + step, 0, places.size() - 1)).column();
        table.requestLayout();
    }

    /** Makes the chosen column wider, or narrower where {@code step} is -1. */
    void widen(int step) {
        ColumnLayout.Place place = columns.get().of(chosen);
        if (place != null) {
            resize(place, place.width() + step * STEP);
        }
    }

    void fitChosen() {
        fit(chosen);
    }

    void hideChosen() {
        Column leaving = chosen;
        choose(1);
        if (chosen == leaving) {
            choose(-1);
        }
        wishes.setHidden(leaving, true);
    }

    private void fit(Column column) {
        ColumnLayout.Place place = columns.get().of(column);
        if (place != null) {
            resize(place, content.applyAsDouble(column));
        }
    }

    void fitAll() {
        for (ColumnLayout.Place place : columns.get().places()) {
            fit(place.column());
        }
    }

    void reset() {
        wishes.reset();
    }

    void showMenu(double x) {
        menu.show(table, Side.TOP, x, RowPainter.HEADER_HEIGHT);
    }

    /** The menu under the chosen column. */
    void showMenu() {
        ColumnLayout.Place place = columns.get().of(chosen);
        showMenu(place == null ? 0 : place.x());
    }
}
