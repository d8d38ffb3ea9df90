// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import dev.trebuchetfx.inspector.analysis.MessageRows.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects the rows of the message table in columns: no object a row.
 *
 * <p>Confined to the thread that reads the log; others get {@link #rows}, of which nothing is ever written again.
 */
@SuppressWarnings("EnumOrdinal") // One byte a row; the ordinal never leaves the rows.
final class MessageIndex {
    private static final Verdict[] VERDICTS = Verdict.values();

    private final int maxRows;
    private final List<Part> parts = new ArrayList<>();
    private int[] problems = new int[16];
    private long first;
    private long end;
    /** Up to here others may have seen the rows. */
    private long shownEnd;
    /** Parts from here on were copied since they were shown. */
    private final List<Part> ownParts = new ArrayList<>();

    private final long[] counts = new long[VERDICTS.length];
    private long lowestChanged = Long.MAX_VALUE;

    MessageIndex(int maxRows) {
        this.maxRows = maxRows;
    }

    long add(long eventIndex, int streamNumber, long sequenceNumber, Verdict verdict) {
        if (end - first == maxRows) {
            dropOldest();
        }
        int slot = (int) (end % MessageRows.PART);
        if (slot == 0 || parts.isEmpty()) {
            parts.add(new Part(end - slot));
            if (parts.size() > problems.length) {
                problems = Arrays.copyOf(problems, problems.length * 2);
            }
            problems[parts.size() - 1] = 0;
        }
        Part part = parts.getLast();
        part.logIndex[slot] = eventIndex;
        part.sequence[slot] = sequenceNumber;
        part.stream[slot] = streamNumber;
        part.verdict[slot] = (byte) verdict.ordinal();
        count(end, verdict, 1);
        return end++;
    }

    private void count(long row, Verdict verdict, int by) {
        counts[verdict.ordinal()] += by;
        if (verdict.isProblem()) {
            problems[number(row)] += by;
        }
    }

    private int number(long row) {
        return (int) ((row - parts.getFirst().firstRow) / MessageRows.PART);
    }

    void setVerdict(long row, Verdict changed) {
        if (row >= first
                && row < end
                && parts.get(number(row)).verdict[(int) (row % MessageRows.PART)] != changed.ordinal()) {
            Part part = writable(row);
            int slot = (int) (row % MessageRows.PART);
            count(row, VERDICTS[part.verdict[slot]], -1);
            count(row, changed, 1);
            part.verdict[slot] = (byte) changed.ordinal();
            lowestChanged = Math.min(lowestChanged, row);
        }
    }

    void setStream(long row, int streamNumber) {
        if (row >= first
                && row < end
                && parts.get(number(row)).stream[(int) (row % MessageRows.PART)] != streamNumber) {
            writable(row).stream[(int) (row % MessageRows.PART)] = streamNumber;
        }
    }

    private Part writable(long row) {
        int number = number(row);
        Part part = parts.get(number);
        if (row >= shownEnd || ownParts.contains(part)) {
            return part;
        }
        Part copy = part.copy();
        parts.set(number, copy);
        ownParts.add(copy);
        return copy;
    }

    /** Lets rows go whose events are no longer held. */
    void dropBefore(long eventIndex) {
        while (first < end && parts.get(number(first)).logIndex[(int) (first % MessageRows.PART)] < eventIndex) {
            dropOldest();
        }
    }

    private void dropOldest() {
        count(first, VERDICTS[parts.getFirst().verdict[(int) (first % MessageRows.PART)]], -1);
        first++;
        if (first % MessageRows.PART == 0) {
            parts.removeFirst();
            System.arraycopy(problems, 1, problems, 0, parts.size());
        }
    }

    /** The lowest row whose meaning became known since the last call; {@link Long#MAX_VALUE} for none. */
    long takeLowestChanged() {
        long lowest = lowestChanged;
        lowestChanged = Long.MAX_VALUE;
        return lowest;
    }

    /** All rows, as they are now. */
    MessageRows rows() {
        shownEnd = end;
        ownParts.clear();
        return new MessageRows(
                parts.toArray(Part[]::new), Arrays.copyOf(problems, parts.size()), first, end, counts.clone());
    }
}
