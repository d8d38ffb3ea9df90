// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.worker;

/**
 * What a {@link TableQuery} found, as of one moment. Immutable.
 *
 * @param run numbers the searches: two results of one run differ only in how far it has come
 * @param shown rows that show
 * @param matched rows that match
 * @param looked how many rows could show, hidden heartbeats not counted
 * @param scanned rows that were looked at
 * @param total rows that there are to look at
 * @param givenUp how often a regular expression took too long and was given up
 */
public record TableRows(
        TableQuery query,
        long run,
        RowSelection shown,
        RowSelection matched,
        long looked,
        long scanned,
        long total,
        long givenUp) {
    static final TableRows NONE =
            new TableRows(TableQuery.EVERYTHING, 0, RowSelection.NONE, RowSelection.NONE, 0, 0, 0, 0);

    /** Whether all rows were looked at. */
    public boolean isComplete() {
        return scanned >= total;
    }
}
