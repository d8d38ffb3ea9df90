// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.worker;

import dev.trebuchetfx.inspector.worker.RowSelection.Part;
import java.util.ArrayList;
import java.util.List;

/** Collects row numbers in ascending order, four bytes each. Confined to the worker; others get {@link #rows}. */
final class RowSet {
    private final List<Part> parts = new ArrayList<>();
    private int from;
    private int end;

    void add(long row) {
        if (end == parts.size() * RowSelection.PART) {
            parts.add(new Part(row));
        }
        Part last = parts.getLast();
        last.distance[end % RowSelection.PART] = (int) (row - last.base);
        end++;
    }

    void dropBefore(long row) {
        while (from < end && first() < row) {
            from++;
            if (from == RowSelection.PART) {
                parts.removeFirst();
                from = 0;
                end -= RowSelection.PART;
            }
        }
    }

    /** Takes back all from {@code row} on. */
    void cutFrom(long row) {
        int left = rows().positionOf(row) + from;
        if (left == end) {
            return;
        }
        while (parts.size() * RowSelection.PART - RowSelection.PART >= left && !parts.isEmpty()) {
            parts.removeLast();
        }
        if (!parts.isEmpty()) {
            // Others still read the one in which the cut lies.
            parts.set(parts.size() - 1, parts.getLast().copy());
        }
        end = left;
    }

    private long first() {
        Part part = parts.getFirst();
        return part.base + part.distance[from];
    }

    RowSelection rows() {
        return new RowSelection(parts.toArray(Part[]::new), from, end - from);
    }
}
