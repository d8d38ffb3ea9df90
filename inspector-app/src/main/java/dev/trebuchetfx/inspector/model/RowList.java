// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import java.util.Arrays;

/** Row numbers in ascending order, without boxes. */
final class RowList {
    private long[] rows = new long[256];
    private int from;
    private int to;

    void add(long row) {
        if (to == rows.length) {
            int size = size();
            long[] target = size > rows.length / 2 ? new long[rows.length * 2] : rows;
            System.arraycopy(rows, from, target, 0, size);
            rows = target;
            from = 0;
            to = size;
        }
        rows[to++] = row;
    }

    void clear() {
        from = 0;
        to = 0;
    }

    void dropBefore(long row) {
        while (from < to && rows[from] < row) {
            from++;
        }
    }

    int size() {
        return to - from;
    }

    long get(int position) {
        return rows[from + position];
    }

    /** Where {@code row} stands, or would stand. */
    int positionOf(long row) {
        int found = Arrays.binarySearch(rows, from, to, row);
        return (found >= 0 ? found : -found - 1) - from;
    }

    boolean contains(long row) {
        return Arrays.binarySearch(rows, from, to, row) >= 0;
    }
}
