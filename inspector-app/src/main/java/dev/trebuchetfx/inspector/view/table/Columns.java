// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.table;

import java.util.ArrayList;
import java.util.List;

/** Which columns there is room for, and where. */
record Columns(List<Place> places) {
    /** The preview has at least this much room; before it gets less, other columns go. */
    static final double MIN_PREVIEW = 220;

    /** The columns of the table, from left to right. A higher rank goes first when room is short. */
    enum Column {
        NUMBER("#", 52, true, 4),
        TIME("time", 104, false, 3),
        SINCE("since prev.", 84, true, 5),
        DIRECTION("", 26, false, 0),
        STATUS("status", 116, false, 0),
        TYPE("type", 118, false, 1),
        STREAM("stream", 92, false, 2),
        SEQUENCE("seq", 58, true, 0),
        SIZE("size", 66, true, 6),
        PREVIEW("preview", MIN_PREVIEW, false, 0);

        private final String title;
        private final double width;
        private final boolean right;
        private final int rank;

        Column(String title, double width, boolean right, int rank) {
            this.title = title;
            this.width = width;
            this.right = right;
            this.rank = rank;
        }

        String title() {
            return title;
        }

        boolean isRight() {
            return right;
        }
    }

    record Place(Column column, double x, double width) {}

    static Columns fit(double total) {
        List<Column> columns = new ArrayList<>(List.of(Column.values()));
        for (int rank = 6; rank > 0 && width(columns) > total; rank--) {
            int leaves = rank;
            columns.removeIf(column -> column.rank == leaves);
        }
        List<Place> places = new ArrayList<>();
        double x = 10;
        for (Column column : columns) {
            double width = column == Column.PREVIEW ? Math.max(40, total - x) : column.width;
            places.add(new Place(column, x, width));
            x += width;
        }
        return new Columns(List.copyOf(places));
    }

    private static double width(List<Column> columns) {
        return 10 + columns.stream().mapToDouble(column -> column.width).sum();
    }
}
