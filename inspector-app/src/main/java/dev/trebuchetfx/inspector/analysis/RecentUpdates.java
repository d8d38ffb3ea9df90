// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import java.util.Arrays;
import java.util.UUID;

/**
 * The rows of the updates that came last. The oldest leaves when another one comes; an update that comes again keeps its age and takes its
 * new row. One is added for each message, so that it makes no objects. Confined to one thread.
 */
final class RecentUpdates {
    /** What {@link #row} says of an update that is not there. */
    static final long NONE = -1;

    private static final int END = -1;

    private final long[] high;
    private final long[] low;
    private final long[] sequences;
    private final long[] rows;
    /** The next entry in the same bucket. */
    private final int[] following;

    private final int[] buckets;
    private int size;
    /** Where the next entry goes: the oldest, once all are taken. */
    private int place;

    RecentUpdates(int capacity) {
        high = new long[capacity];
        low = new long[capacity];
        sequences = new long[capacity];
        rows = new long[capacity];
        following = new int[capacity];
        buckets = new int[2 * Integer.highestOneBit(Math.max(1, capacity))];
        Arrays.fill(buckets, END);
    }

    /** {@code row}: not negative. */
    void put(UUID stream, long sequence, long row) {
        long most = stream.getMostSignificantBits();
        long least = stream.getLeastSignificantBits();
        int bucket = bucket(most, least, sequence);
        int known = find(bucket, most, least, sequence);
        if (known != END) {
            rows[known] = row;
            return;
        }
        if (size == rows.length) {
            forget(place);
        } else {
            size++;
        }
        high[place] = most;
        low[place] = least;
        sequences[place] = sequence;
        rows[place] = row;
        following[place] = buckets[bucket];
        buckets[bucket] = place;
        place = place + 1 == rows.length ? 0 : place + 1;
    }

    private void forget(int entry) {
        int bucket = bucket(high[entry], low[entry], sequences[entry]);
        if (buckets[bucket] == entry) {
            buckets[bucket] = following[entry];
            return;
        }
        int before = buckets[bucket];
        while (following[before] != entry) {
            before = following[before];
        }
        following[before] = following[entry];
    }

    /** The row of this update; {@link #NONE} where it is not among the last. */
    long row(UUID stream, long sequence) {
        long most = stream.getMostSignificantBits();
        long least = stream.getLeastSignificantBits();
        int found = find(bucket(most, least, sequence), most, least, sequence);
        return found == END ? NONE : rows[found];
    }

    private int find(int bucket, long most, long least, long sequence) {
        int entry = buckets[bucket];
        while (entry != END && (sequences[entry] != sequence || low[entry] != least || high[entry] != most)) {
            entry = following[entry];
        }
        return entry;
    }

    private int bucket(long most, long least, long sequence) {
        // Ids may differ in a few bits only, and numbers follow each other: multiplied, every bit counts for the upper
        // ones.
        long mixed = ((most * 31 + least) * 31 + sequence) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 40) & (buckets.length - 1);
    }
}
