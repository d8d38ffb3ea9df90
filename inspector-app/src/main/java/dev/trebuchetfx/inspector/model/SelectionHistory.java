// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import java.util.ArrayList;
import java.util.List;

/** Which rows were selected, to go back to them. Steps from one row to the next are one visit. Confined to the FX thread. */
final class SelectionHistory {
    private static final int MAX = 200;

    private final MessageTableModel table;
    private final List<Long> visited = new ArrayList<>();
    private int at = -1;
    private boolean travelling;

    SelectionHistory(MessageTableModel table) {
        this.table = table;
        table.selectedRowProperty().subscribe(row -> visit(row.longValue()));
    }

    private void visit(long row) {
        if (travelling || row == MessageTableModel.NONE) {
            return;
        }
        boolean step = at >= 0 && Math.abs(table.positionOf(visited.get(at)) - table.positionOf(row)) <= 1;
        while (visited.size() > at + 1) {
            visited.removeLast();
        }
        if (step) {
            visited.set(at, row);
            return;
        }
        visited.add(row);
        if (visited.size() > MAX) {
            visited.removeFirst();
        }
        at = visited.size() - 1;
    }

    /** Selects the row that was selected before, or after where {@code step} is 1; false where there is none. */
    boolean go(int step) {
        int to = at + step;
        if (to < 0 || to >= visited.size()) {
            return false;
        }
        at = to;
        travelling = true;
        table.selectAnyway(visited.get(to));
        travelling = false;
        return true;
    }
}
