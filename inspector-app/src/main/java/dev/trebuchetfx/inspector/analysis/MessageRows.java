// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

/**
 * The rows of the message table as of one moment: what a {@link MessageIndex} held when it was asked. Never changes, and may be read by
 * any thread.
 *
 * <p>Row numbers count from 0 and never change; the oldest go when there are too many or their events are gone.
 */
@SuppressWarnings("EnumOrdinal") // The ordinals never leave the rows.
public final class MessageRows {
    /** No stream, or not one that is known. */
    public static final int NO_STREAM = 0;

    static final int PART = 8_192;

    /** None. */
    public static final MessageRows NONE = new MessageRows(new Part[0], new int[0], 0, 0, new long[0]);

    private static final Verdict[] VERDICTS = Verdict.values();

    private final Part[] parts;
    private final int[] problems;
    private final long first;
    private final long end;
    private final long[] counts;

    /**
     * Neighbouring rows. The thread of the index writes rows that nobody was shown yet; of those that were shown it writes a copy.
     */
    static final class Part {
        final long firstRow;
        final long[] logIndex;
        final long[] sequence;
        final int[] stream;
        final byte[] verdict;

        Part(long firstRow) {
            this(firstRow, new long[PART], new long[PART], new int[PART], new byte[PART]);
        }

        private Part(long firstRow, long[] logIndex, long[] sequence, int[] stream, byte[] verdict) {
            this.firstRow = firstRow;
            this.logIndex = logIndex;
            this.sequence = sequence;
            this.stream = stream;
            this.verdict = verdict;
        }

        /** The same rows, with those columns of its own that may be written late. */
        Part copy() {
            return new Part(firstRow, logIndex, sequence, stream.clone(), verdict.clone());
        }
    }

    /** {@code problems}: how many rows of each part are one. */
    MessageRows(Part[] parts, int[] problems, long first, long end, long[] counts) {
        this.parts = parts;
        this.problems = problems;
        this.first = first;
        this.end = end;
        this.counts = counts;
    }

    private Part part(long row) {
        return parts[(int) ((row - parts[0].firstRow) / PART)];
    }

    private static int at(long row) {
        return (int) (row % PART);
    }

    /** The oldest row held. */
    public long first() {
        return first;
    }

    /** The row after the newest. */
    public long end() {
        return end;
    }

    /** How many rows are held. */
    public long size() {
        return end - first;
    }

    public boolean holds(long row) {
        return row >= first && row < end;
    }

    /** Where the event of a row stands in the log. The row must be held; so for the other columns. */
    public long logIndex(long row) {
        return part(row).logIndex[at(row)];
    }

    /** The logical stream of a row, or {@link #NO_STREAM}. */
    public int stream(long row) {
        return part(row).stream[at(row)];
    }

    /** The sequence number of a row, unsigned; 0 for none. */
    public long sequence(long row) {
        return part(row).sequence[at(row)];
    }

    public Verdict verdict(long row) {
        return VERDICTS[part(row).verdict[at(row)]];
    }

    /** How many of the rows held have this verdict. */
    public long count(Verdict wanted) {
        return counts.length == 0 ? 0 : counts[wanted.ordinal()];
    }

    /** The row of the event that stands at {@code logIndex}, or else the first one after it; {@link #end} where there is none. */
    public long rowOf(long logIndex) {
        long low = first;
        long high = end;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (logIndex(middle) < logIndex) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The next row after {@code row} that is a problem, or before it where {@code step} is -1; -1 where there is none. */
    public long nextProblem(long row, int step) {
        long at = step > 0 ? Math.max(first, row + 1) : Math.min(end - 1, row - 1);
        while (holds(at)) {
            int part = (int) ((at - parts[0].firstRow) / PART);
            if (problems[part] == 0) {
                at = step > 0 ? parts[part].firstRow + PART : parts[part].firstRow - 1;
            } else if (verdict(at).isProblem()) {
                return at;
            } else {
                at += step;
            }
        }
        return -1;
    }
}
