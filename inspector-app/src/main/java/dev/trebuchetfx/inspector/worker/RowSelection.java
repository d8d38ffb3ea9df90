// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.worker;

/** Row numbers in ascending order, as of one moment: some of the rows of a table. Never changes, and may be read by any thread. */
public final class RowSelection {
    static final int PART = 4_096;

    /** No row. */
    public static final RowSelection NONE = new RowSelection(new Part[0], 0, 0);

    private final Part[] parts;
    private final int from;
    private final int size;

    /** Neighbours, each as its distance from the first. Written beyond what was published only, by the set that owns it. */
    static final class Part {
        final long base;
        final int[] distance;

        Part(long base) {
            this(base, new int[PART]);
        }

        private Part(long base, int[] distance) {
            this.base = base;
            this.distance = distance;
        }

        Part copy() {
            return new Part(base, distance.clone());
        }
    }

    /** {@code from}: how many of the first part are no longer in it. */
    RowSelection(Part[] parts, int from, int size) {
        this.parts = parts;
        this.from = from;
        this.size = size;
    }

    public int size() {
        return size;
    }

    /** The row at a position, which counts from 0. */
    public long get(int position) {
        int at = from + position;
        Part part = parts[at / PART];
        return part.base + part.distance[at % PART];
    }

    /** Where {@code row} stands, or would stand. */
    public int positionOf(long row) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (get(middle) < row) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    public boolean contains(long row) {
        int position = positionOf(row);
        return position < size && get(position) == row;
    }
}
