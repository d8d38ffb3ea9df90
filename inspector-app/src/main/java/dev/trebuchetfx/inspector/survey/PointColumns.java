// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.survey;

import java.util.Arrays;

/**
 * The updates of one kind, summed up for each column of pixels: how many, from which number to which, and which came first. Filled by the
 * survey that makes it; never changed after that.
 */
public final class PointColumns {
    private final int[] count;
    private final long[] lowest;
    private final long[] highest;
    private final long[] firstIndex;
    private long total;

    PointColumns(int columns) {
        count = new int[columns];
        lowest = new long[columns];
        highest = new long[columns];
        firstIndex = new long[columns];
        Arrays.fill(firstIndex, -1);
    }

    void add(int column, long index, long sequence) {
        if (count[column]++ == 0) {
            lowest[column] = sequence;
            highest[column] = sequence;
            firstIndex[column] = index;
        } else if (Long.compareUnsigned(sequence, lowest[column]) < 0) {
            lowest[column] = sequence;
        } else if (Long.compareUnsigned(sequence, highest[column]) > 0) {
            highest[column] = sequence;
        }
        total++;
    }

    public int columns() {
        return count.length;
    }

    /** How many fall into a column. What follows is asked only of columns that have any. */
    public int count(int column) {
        return count[column];
    }

    /** Unsigned. */
    public long lowest(int column) {
        return lowest[column];
    }

    /** Unsigned. */
    public long highest(int column) {
        return highest[column];
    }

    /** Where the first of them stands in the log. */
    public long firstIndex(int column) {
        return firstIndex[column];
    }

    public long total() {
        return total;
    }
}
