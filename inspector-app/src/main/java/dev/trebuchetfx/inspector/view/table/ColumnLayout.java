// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.table;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns that fit into the width of the table, with their places from left to right. */
record ColumnLayout(List<Place> places) {
    /** The least width of the preview, in pixels; other columns are left out before it gets less. */
    static final double MIN_PREVIEW = 220;

    private static final double LEFT = 10;
    /** The width, in pixels, from which the column of streams grows too, and not the preview alone. */
    private static final double WIDE = 1_000;

    private static final double MOST_GROWTH = 120;

    /** The columns of the table, from left to right. If room is short, those with a higher rank are left out first. */
    enum Column {
        NUMBER("#", "number", 52, true, 4),
        TIME("time", "time", 104, false, 3),
        SINCE("since prev.", "time since the previous", 84, true, 5),
        DIRECTION("", "direction", 26, false, 0),
        STATUS("status", "status", 116, false, 0),
        TYPE("type", "type", 118, false, 1),
        STREAM("stream", "stream", 92, false, 2),
        SEQUENCE("seq", "sequence number", 58, true, 0),
        SIZE("size", "size", 66, true, 6),
        PREVIEW("preview", "preview", MIN_PREVIEW, false, 0);

        private final String title;
        private final String inWords;
        private final double width;
        private final boolean right;
        private final int rank;

        Column(String title, String inWords, double width, boolean right, int rank) {
            this.title = title;
            this.inWords = inWords;
            this.width = width;
            this.right = right;
            this.rank = rank;
        }

        String title() {
            return title;
        }

        /** Returns the name for menus and screen readers. */
        String inWords() {
            return inWords;
        }

        double width() {
            return width;
        }

        boolean isRight() {
            return right;
        }
    }

    /** A column and its horizontal place in the table, in pixels. */
    record Place(Column column, double x, double width) {
        double end() {
            return x + width;
        }
    }

    /** Lays out columns in {@code total} pixels. {@code wishes}: the widths and hidden columns that the user chose. */
    static ColumnLayout fit(double total, ColumnWishes wishes) {
        List<Column> columns = new ArrayList<>(List.of(Column.values()));
        columns.removeIf(wishes::isHidden);
        for (int rank = 6; rank > 0 && width(columns, wishes) > total; rank--) {
            int leaves = rank;
            columns.removeIf(column -> column.rank == leaves);
        }
        List<Place> places = new ArrayList<>();
        double x = LEFT;
        for (Column column : columns) {
            double width = column == Column.PREVIEW ? Math.max(40, total - x) : width(column, total, wishes);
            places.add(new Place(column, x, width));
            x += width;
        }
        return new ColumnLayout(List.copyOf(places));
    }

    private static double width(Column column, double total, ColumnWishes wishes) {
        Double wished = wishes.width(column);
        if (wished != null) {
            return wished;
        }
        double growth = column == Column.STREAM ? Math.clamp((total - WIDE) / 4, 0, MOST_GROWTH) : 0;
        return column.width + growth;
    }

    private static double width(List<Column> columns, ColumnWishes wishes) {
        return LEFT
                + columns.stream()
                        .mapToDouble(column -> width(column, 0, wishes))
                        .sum();
    }

    /** Returns the column at a horizontal position, or null if there is none. */
    @Nullable
    Place at(double x) {
        for (Place place : places) {
            if (x >= place.x() && x < place.end()) {
                return place;
            }
        }
        return null;
    }

    /** Returns the place of a column, or null if it is not shown. */
    @Nullable
    Place of(Column column) {
        for (Place place : places) {
            if (place.column() == column) {
                return place;
            }
        }
        return null;
    }

    /** Returns the column whose right edge is within {@code near} pixels, or null. The last column's edge can't be moved and is never returned. */
    @Nullable
    Place edge(double x, double near) {
        for (int i = 0; i < places.size() - 1; i++) {
            if (Math.abs(places.get(i).end() - x) <= near) {
                return places.get(i);
            }
        }
        return null;
    }

    /** Returns how many pixels wider a column may become before the preview gets too narrow. */
    double slack() {
        Place preview = of(Column.PREVIEW);
        return preview == null ? ColumnWishes.MOST : Math.max(0, preview.width() - MIN_PREVIEW);
    }
}
