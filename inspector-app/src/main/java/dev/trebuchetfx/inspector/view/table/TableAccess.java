// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.table;

import dev.trebuchetfx.inspector.model.MessageRow;
import dev.trebuchetfx.inspector.model.MessageTableModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * The drawn table as a screen reader asks for it: rows, cells and column titles as nodes that draw nothing, made only when they are asked for. Confined to
 * the FX thread.
 */
final class TableAccess {
    /** More than any reader looks at in one go; the ones asked for longest ago go. */
    private static final int MOST_ROWS = 128;

    private final MessageTableModel model;
    private final Supplier<ColumnLayout> columns;
    private final Consumer<AccessibleAttribute> notify;
    private final Group nodes = new Group();
    private final Map<Integer, RowNode> rows = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Integer, TitleNode> titles = new LinkedHashMap<>();
    private int size = -1;

    /** {@code notify}: tells the reader that the answer to something is another one. */
    TableAccess(MessageTableModel model, Supplier<ColumnLayout> columns, Consumer<AccessibleAttribute> notify) {
        this.model = model;
        this.columns = columns;
        this.notify = notify;
        nodes.setManaged(false);
        nodes.setMouseTransparent(true);
        nodes.setId("messages-access");
    }

    /** To be put over what is drawn. */
    Node nodes() {
        return nodes;
    }

    void selectionChanged() {
        notify.accept(AccessibleAttribute.TEXT);
        notify.accept(AccessibleAttribute.SELECTED_ITEMS);
        notify.accept(AccessibleAttribute.FOCUS_ITEM);
    }

    void columnsChanged() {
        notify.accept(AccessibleAttribute.COLUMN_COUNT);
    }

    /** Tells of rows that came or went, and moves what was asked for to where it is drawn now. */
    void laidOut() {
        if (model.size() != size) {
            size = model.size();
            notify.accept(AccessibleAttribute.ROW_COUNT);
        }
        rows.values().forEach(RowNode::place);
        titles.values().forEach(TitleNode::place);
    }

    /** Null for what is not a matter of rows and columns. */
    @Nullable
    Object answer(AccessibleAttribute attribute, Object... parameters) {
        return switch (attribute) {
            case ROW_COUNT, ITEM_COUNT -> model.size();
            case COLUMN_COUNT -> columns.get().places().size();
            case ROW_AT_INDEX, ITEM_AT_INDEX -> row(index(parameters, 0));
            case COLUMN_AT_INDEX -> title(index(parameters, 0));
            case CELL_AT_ROW_COLUMN -> {
                RowNode row = row(index(parameters, 0));
                yield row == null ? null : row.cell(index(parameters, 1));
            }
            case FOCUS_ITEM -> focused();
            case SELECTED_ITEMS -> selected();
            case MULTIPLE_SELECTION -> true;
            default -> null;
        };
    }

    private static int index(Object[] parameters, int at) {
        return parameters.length > at && parameters[at] instanceof Integer index ? index : -1;
    }

    private int selectedPosition() {
        long row = model.selectedRowProperty().get();
        int position = row == MessageTableModel.NONE ? -1 : model.positionOf(row);
        return position >= 0 && position < model.size() && model.rowAt(position) == row ? position : -1;
    }

    private @Nullable Node focused() {
        return row(selectedPosition());
    }

    /** Of a long selection the rows that are in view: nobody can be told of a million. */
    private ObservableList<Node> selected() {
        List<Node> found = new ArrayList<>();
        int end = Math.min(model.size(), model.topPosition() + model.viewportRows());
        for (int position = model.topPosition(); position < end; position++) {
            RowNode row = model.isSelected(model.rowAt(position)) ? row(position) : null;
            if (row != null) {
                found.add(row);
            }
        }
        Node focused = focused();
        if (focused != null && !found.contains(focused)) {
            found.add(focused);
        }
        return FXCollections.observableArrayList(found);
    }

    private @Nullable RowNode row(int position) {
        if (position < 0 || position >= model.size()) {
            return null;
        }
        RowNode known = rows.get(position);
        if (known != null) {
            return known;
        }
        RowNode made = new RowNode(position);
        rows.put(position, made);
        nodes.getChildren().add(made);
        if (rows.size() > MOST_ROWS) {
            Integer oldest = rows.keySet().iterator().next();
            nodes.getChildren().remove(rows.remove(oldest));
        }
        made.place();
        return made;
    }

    private @Nullable TitleNode title(int index) {
        if (index < 0 || index >= columns.get().places().size()) {
            return null;
        }
        TitleNode known = titles.get(index);
        if (known == null) {
            known = new TitleNode(index);
            titles.put(index, known);
            nodes.getChildren().add(known);
            known.place();
        }
        return known;
    }

    /** The name of a column. */
    private final class TitleNode extends Region {
        private final int index;

        TitleNode(int index) {
            this.index = index;
            setManaged(false);
            setAccessibleRole(AccessibleRole.TABLE_COLUMN);
        }

        void place() {
            List<ColumnLayout.Place> places = columns.get().places();
            if (index < places.size()) {
                ColumnLayout.Place place = places.get(index);
                resizeRelocate(place.x(), 0, place.width(), RowPainter.HEADER_HEIGHT);
            }
        }

        @Override
        public @Nullable Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
            List<ColumnLayout.Place> places = columns.get().places();
            return switch (attribute) {
                case TEXT -> index < places.size() ? places.get(index).column().inWords() : "";
                case INDEX, COLUMN_INDEX -> index;
                default -> super.queryAccessibleAttribute(attribute, parameters);
            };
        }
    }

    /** What stands at a position, whichever row that is now. */
    private final class RowNode extends Region {
        private final int position;

        RowNode(int position) {
            this.position = position;
            setManaged(false);
            setAccessibleRole(AccessibleRole.TABLE_ROW);
        }

        private @Nullable MessageRow message() {
            return position < model.size() ? model.describe(model.rowAt(position)) : null;
        }

        void place() {
            double y = RowPainter.HEADER_HEIGHT + (position - model.topPosition()) * RowPainter.ROW_HEIGHT;
            List<ColumnLayout.Place> places = columns.get().places();
            double width = places.isEmpty() ? 0 : places.getLast().end();
            resizeRelocate(0, y, width, RowPainter.ROW_HEIGHT);
            setVisible(position >= model.topPosition()
                    && position < Math.min(model.size(), model.topPosition() + model.viewportRows()));
            for (Node cell : getChildren()) {
                if (cell instanceof CellNode placed) {
                    placed.place();
                }
            }
        }

        boolean isSelected() {
            return position < model.size() && model.isSelected(model.rowAt(position));
        }

        @Nullable
        CellNode cell(int column) {
            if (column < 0 || column >= columns.get().places().size()) {
                return null;
            }
            for (Node child : getChildren()) {
                if (child instanceof CellNode cell && cell.column == column) {
                    return cell;
                }
            }
            CellNode made = new CellNode(this, column);
            getChildren().add(made);
            made.place();
            return made;
        }

        @Override
        public @Nullable Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
            return switch (attribute) {
                case TEXT -> {
                    MessageRow message = message();
                    yield message == null ? "no longer held" : message.spoken();
                }
                case INDEX, ROW_INDEX -> position;
                case SELECTED -> isSelected();
                default -> super.queryAccessibleAttribute(attribute, parameters);
            };
        }
    }

    /** One fact about a message. */
    private final class CellNode extends Region {
        private final RowNode row;
        private final int column;

        CellNode(RowNode row, int column) {
            this.row = row;
            this.column = column;
            setManaged(false);
            setAccessibleRole(AccessibleRole.TABLE_CELL);
        }

        void place() {
            List<ColumnLayout.Place> places = columns.get().places();
            if (column < places.size()) {
                ColumnLayout.Place place = places.get(column);
                resizeRelocate(place.x(), 0, place.width(), RowPainter.ROW_HEIGHT);
            }
        }

        private String text() {
            List<ColumnLayout.Place> places = columns.get().places();
            MessageRow message = row.message();
            return message == null || column >= places.size()
                    ? ""
                    : CellTexts.of(message, places.get(column).column());
        }

        @Override
        public @Nullable Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
            return switch (attribute) {
                case TEXT -> text();
                case ROW_INDEX -> row.position;
                case COLUMN_INDEX -> column;
                case SELECTED -> row.isSelected();
                default -> super.queryAccessibleAttribute(attribute, parameters);
            };
        }
    }
}
