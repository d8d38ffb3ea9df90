// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

/**
 * The rows of the message table as columns: no object a row. Row numbers count from 0 and never change; the oldest rows go when
 * there are too many or their events are gone.
 *
 * <p>Confined to the thread that reads the log.
 */
@SuppressWarnings("EnumOrdinal") // One byte a row; the ordinal never leaves this object.
public final class MessageIndex {
    /** No stream, or not one that is known. */
    public static final int NO_STREAM = 0;

    private static final Verdict[] VERDICTS = Verdict.values();

    private final int maxRows;
    private long[] logIndex = new long[256];
    private long[] sequence = new long[256];
    private int[] stream = new int[256];
    private byte[] verdict = new byte[256];
    private long first;
    private long end;
    private final long[] counts = new long[VERDICTS.length];
    private long revision;
    private long lowestChanged = Long.MAX_VALUE;

    MessageIndex(int maxRows) {
        this.maxRows = maxRows;
    }

    long add(long eventIndex, int streamNumber, long sequenceNumber, Verdict verdictOfRow) {
        if (end - first == logIndex.length) {
            if (logIndex.length < maxRows) {
                grow();
            } else {
                dropOldest();
            }
        }
        int slot = slot(end);
        logIndex[slot] = eventIndex;
        sequence[slot] = sequenceNumber;
        stream[slot] = streamNumber;
        verdict[slot] = (byte) verdictOfRow.ordinal();
        counts[verdictOfRow.ordinal()]++;
        revision++;
        return end++;
    }

    void setVerdict(long row, Verdict changed) {
        if (holds(row)) {
            counts[verdict(row).ordinal()]--;
            counts[changed.ordinal()]++;
            verdict[slot(row)] = (byte) changed.ordinal();
            changed(row);
        }
    }

    void setStream(long row, int streamNumber) {
        if (holds(row)) {
            stream[slot(row)] = streamNumber;
            changed(row);
        }
    }

    private void changed(long row) {
        revision++;
        lowestChanged = Math.min(lowestChanged, row);
    }

    /** The lowest row whose meaning became known since the last call; {@link Long#MAX_VALUE} for none. */
    public long takeLowestChanged() {
        long lowest = lowestChanged;
        lowestChanged = Long.MAX_VALUE;
        return lowest;
    }

    /** Lets rows go whose events are no longer held. */
    void dropBefore(long eventIndex) {
        while (first < end && logIndex[slot(first)] < eventIndex) {
            dropOldest();
        }
    }

    private void dropOldest() {
        counts[verdict(first).ordinal()]--;
        first++;
        revision++;
    }

    private void grow() {
        int size = Math.min(maxRows, logIndex.length * 2);
        long[] newLogIndex = new long[size];
        long[] newSequence = new long[size];
        int[] newStream = new int[size];
        byte[] newVerdict = new byte[size];
        for (long row = first; row < end; row++) {
            int to = (int) (row % size);
            int from = slot(row);
            newLogIndex[to] = logIndex[from];
            newSequence[to] = sequence[from];
            newStream[to] = stream[from];
            newVerdict[to] = verdict[from];
        }
        logIndex = newLogIndex;
        sequence = newSequence;
        stream = newStream;
        verdict = newVerdict;
    }

    private int slot(long row) {
        return (int) (row % logIndex.length);
    }

    /** The oldest row held. */
    public long first() {
        return first;
    }

    /** The row after the newest. */
    public long end() {
        return end;
    }

    public boolean holds(long row) {
        return row >= first && row < end;
    }

    /** Where the event of a row stands in the log. The row must be held; so for the other columns. */
    public long logIndex(long row) {
        return logIndex[slot(row)];
    }

    /** The logical stream of a row, or {@link #NO_STREAM}. */
    public int stream(long row) {
        return stream[slot(row)];
    }

    /** The sequence number of a row, unsigned; 0 for none. */
    public long sequence(long row) {
        return sequence[slot(row)];
    }

    public Verdict verdict(long row) {
        return VERDICTS[verdict[slot(row)]];
    }

    /** How many of the rows held have this verdict. */
    public long count(Verdict wanted) {
        return counts[wanted.ordinal()];
    }

    /** Changes whenever anything here does. */
    public long revision() {
        return revision;
    }
}
