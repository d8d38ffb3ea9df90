// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.table;

import dev.trebuchetfx.inspector.model.MessageRow;
import dev.trebuchetfx.inspector.model.MessageTableModel;
import dev.trebuchetfx.inspector.view.paint.Palette;
import dev.trebuchetfx.inspector.view.paint.SteadyBar;
import java.util.Arrays;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.geometry.HPos;
import javafx.geometry.Orientation;
import javafx.geometry.VPos;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The table of messages. Drawn, since a stock table can't follow live traffic: only what shows is ever touched.
 *
 * <p>Arrows, Page Up and Down, Home and End move the selection, with Shift they extend it; {@code g} and {@code G} go to the first and the
 * last row. Left and Right choose a column, with Shift they make it narrower and wider; {@code =} fits it, {@code h} hides it, {@code c} opens the menu of columns.
 */
public final class MessageTableView extends Region {
    private final MessageTableModel model;
    private final ObservableValue<Palette> palette;
    private final Canvas canvas = new Canvas();
    private final SteadyBar steady = new SteadyBar(Orientation.VERTICAL, this::barMoved);
    private final ScrollBar bar = steady.node();
    private final Button latest = new Button("Jump to latest", new FontIcon(Feather.ARROW_DOWN));
    private final RowPainter painter = new RowPainter();
    private final ColumnWishes wishes = new ColumnWishes();
    private final TableHeader header;
    private final TableAccess access;
    private double wheel;

    public MessageTableView(MessageTableModel model, ObservableValue<Palette> palette) {
        this.model = model;
        this.palette = palette;
        this.header = new TableHeader(this, wishes, this::columns, this::contentWidth);
        this.access = new TableAccess(model, this::columns, this::notifyAccessibleAttributeChanged);
        CellTips.installOn(this, model, this::columns);
        setId("messages");
        getStyleClass().add("message-table");
        setAccessibleRole(AccessibleRole.TABLE_VIEW);
        setAccessibleHelp(
                "Messages. Up and down move, g and shift g go to the first and the last. Left and right choose a column, c"
                        + " opens the menu of columns.");
        setFocusTraversable(true);
        latest.getStyleClass().add("latest");
        latest.setId("latest");
        latest.setFocusTraversable(false);
        latest.setTooltip(new Tooltip("Show the newest and follow (Shift+G)"));
        latest.setOnAction(event -> model.selectLast());
        getChildren().addAll(canvas, access.nodes(), bar, latest);
        wishes.revisionProperty().subscribe(() -> {
            access.columnsChanged();
            requestLayout();
        });
        model.revisionProperty().subscribe(this::requestLayout);
        model.selectedRowProperty().subscribe(this::selected);
        palette.subscribe(this::requestLayout);
        focusedProperty().subscribe(this::requestLayout);
        model.followProperty().subscribe(this::requestLayout);
        setOnKeyPressed(this::keyPressed);
        setOnMousePressed(this::mousePressed);
        setOnMouseDragged(event -> header.draggedTo(event.getX()));
        setOnMouseReleased(event -> header.released());
        setOnMouseMoved(header::moved);
        setOnContextMenuRequested(event -> {
            if (event.isKeyboardTrigger()) {
                header.showMenu();
            } else if (event.getY() < RowPainter.HEADER_HEIGHT) {
                header.showMenu(event.getX());
            }
        });
        setOnScroll(this::scrolled);
    }

    private void selected() {
        access.selectionChanged();
        requestLayout();
    }

    private ColumnLayout columns() {
        return ColumnLayout.fit(canvas.getWidth(), wishes);
    }

    /** What the rows in view need. */
    private double contentWidth(ColumnLayout.Column column) {
        CellTexts texts = new CellTexts();
        double widest = texts.title(column);
        int end = Math.min(model.size(), model.topPosition() + model.viewportRows() + 1);
        for (int position = model.topPosition(); position < end; position++) {
            MessageRow row = model.describe(model.rowAt(position));
            widest = row == null ? widest : Math.max(widest, texts.width(row, column));
        }
        return Math.ceil(widest);
    }

    private void barMoved() {
        model.scrollTo((int) Math.round(steady.position()));
    }

    private void keyPressed(KeyEvent event) {
        if (event.isControlDown() || event.isAltDown() || event.isMetaDown()) {
            return;
        }
        boolean shift = event.isShiftDown();
        boolean known = true;
        switch (event.getCode()) {
            case UP, K -> model.moveSelection(-1, shift);
            case DOWN, J -> model.moveSelection(1, shift);
            case PAGE_UP -> model.moveSelection(-model.viewportRows(), shift);
            case PAGE_DOWN -> model.moveSelection(model.viewportRows(), shift);
            case HOME -> model.selectFirst();
            case END -> model.selectLast();
            case LEFT -> column(-1, shift);
            case RIGHT -> column(1, shift);
            case EQUALS -> header.fitChosen();
            case H -> header.hideChosen();
            case C -> header.showMenu();
            case G -> {
                if (shift) {
                    model.selectLast();
                } else {
                    model.selectFirst();
                }
            }
            default -> known = false;
        }
        if (known) {
            event.consume();
        }
    }

    private void column(int step, boolean width) {
        if (width) {
            header.widen(step);
        } else {
            header.choose(step);
        }
    }

    private void mousePressed(MouseEvent event) {
        requestFocus();
        event.consume();
        if (header.pressed(event) || event.getX() > canvas.getWidth()) {
            return;
        }
        int position = model.topPosition() + (int) ((event.getY() - RowPainter.HEADER_HEIGHT) / RowPainter.ROW_HEIGHT);
        if (position < model.size() && event.isShiftDown()) {
            model.selectTo(model.rowAt(position));
        } else if (position < model.size()) {
            model.select(model.rowAt(position));
        }
    }

    private void scrolled(ScrollEvent event) {
        wheel -= event.getDeltaY() / RowPainter.ROW_HEIGHT;
        int rows = (int) wheel;
        if (rows != 0) {
            wheel -= rows;
            model.scrollTo(model.topPosition() + rows);
        }
        event.consume();
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        double barWidth = bar.prefWidth(-1);
        int room = (int) Math.max(1, (height - RowPainter.HEADER_HEIGHT) / RowPainter.ROW_HEIGHT);
        if (room != model.viewportRows()) {
            model.setViewportRows(room);
        }
        boolean scrolls = model.size() > room;
        bar.setVisible(scrolls);
        latest.setVisible(scrolls && !model.followProperty().get());
        bar.resizeRelocate(
                width - barWidth, RowPainter.HEADER_HEIGHT, barWidth, Math.max(0, height - RowPainter.HEADER_HEIGHT));
        steady.show(
                model.topPosition(),
                Math.max(0, model.size() - room),
                (double) room / Math.max(1, model.size()),
                1,
                room);
        canvas.setWidth(Math.max(0, width - (scrolls ? barWidth : 0)));
        canvas.setHeight(height);
        layoutInArea(latest, 0, 0, canvas.getWidth() - 16, height - 12, 0, HPos.RIGHT, VPos.BOTTOM);
        draw();
        access.laidOut();
    }

    private void draw() {
        GraphicsContext g = canvas.getGraphicsContext2D();
        Palette colors = palette.getValue();
        double width = canvas.getWidth();
        painter.prepare(canvas, colors);
        // What is behind has the colour already: filling it again would cost as much as all the text.
        g.clearRect(0, 0, width, canvas.getHeight());
        ColumnLayout columns = columns();
        g.setTextBaseline(VPos.CENTER);
        int top = model.topPosition();
        // One row more than fits, so that the last one may be cut off rather than missing.
        int end = Math.min(model.size(), top + model.viewportRows() + 1);
        for (int position = top; position < end; position++) {
            long row = model.rowAt(position);
            painter.row(
                    g,
                    model.describe(row),
                    columns,
                    RowPainter.HEADER_HEIGHT + (position - top) * RowPainter.ROW_HEIGHT,
                    width,
                    model.isSelected(row),
                    isFocused() && row == model.selectedRowProperty().get(),
                    model.isHighlighted(row),
                    colors);
        }
        for (int position = top; position < end; position++) {
            String missing = model.missingBefore(position);
            if (missing != null) {
                double y = RowPainter.HEADER_HEIGHT + (position - top) * RowPainter.ROW_HEIGHT;
                painter.missing(g, missing, y, width, colors);
            }
        }
        painter.header(g, columns, width, model.hasTimeReference(), isFocused() ? header.chosen() : null, colors);
    }

    @Override
    public @Nullable Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return switch (attribute) {
            case TEXT -> spoken();
            case VERTICAL_SCROLLBAR -> bar;
            case ROW_COUNT,
                    ITEM_COUNT,
                    COLUMN_COUNT,
                    ROW_AT_INDEX,
                    ITEM_AT_INDEX,
                    COLUMN_AT_INDEX,
                    CELL_AT_ROW_COLUMN,
                    FOCUS_ITEM,
                    SELECTED_ITEMS,
                    MULTIPLE_SELECTION -> access.answer(attribute, parameters);
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }

    @Override
    public void executeAccessibleAction(AccessibleAction action, Object... parameters) {
        Integer position = parameters.length > 0 && parameters[0] instanceof Integer index ? index : null;
        switch (action) {
            case SHOW_ITEM -> {
                if (position != null) {
                    model.scrollTo(position);
                }
            }
            case SHOW_MENU -> header.showMenu();
            default -> super.executeAccessibleAction(action, parameters);
        }
    }

    // Columns, for the list of commands

    /** The names of all columns, shown or not. */
    public static List<String> columnNames() {
        return Arrays.stream(ColumnLayout.Column.values())
                .map(ColumnLayout.Column::inWords)
                .toList();
    }

    /** Hides the column of that name, or shows it again. */
    public void toggleColumn(String name) {
        for (ColumnLayout.Column column : ColumnLayout.Column.values()) {
            if (column.inWords().equals(name)) {
                wishes.setHidden(column, !wishes.isHidden(column));
            }
        }
    }

    /** Every column as wide as what shows of it. */
    public void fitColumns() {
        header.fitAll();
    }

    /** Columns as they were at first. */
    public void resetColumns() {
        header.reset();
    }

    /** Widths and hidden columns, for {@link #restoreColumns}. */
    public String savedColumns() {
        return wishes.saved();
    }

    /** Columns as they were when that was saved. */
    public void restoreColumns(String saved) {
        wishes.restore(saved);
    }

    private String spoken() {
        long row = model.selectedRowProperty().get();
        MessageRow selected = row == MessageTableModel.NONE ? null : model.describe(row);
        return selected == null ? "no message selected, " + model.size() + " shown" : selected.spoken();
    }

    @Override
    protected double computeMinHeight(double width) {
        return RowPainter.HEADER_HEIGHT + 2 * RowPainter.ROW_HEIGHT;
    }

    @Override
    protected double computePrefHeight(double width) {
        return RowPainter.HEADER_HEIGHT + 12 * RowPainter.ROW_HEIGHT;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 320;
    }

    @Override
    protected double computePrefWidth(double height) {
        return 900;
    }
}
