// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Unsigned numbers, kept as ranges. Beyond {@link #MAX_RANGES} the lowest two are joined. Confined to its owner. */
final class SequenceSet {
    static final int MAX_RANGES = 16_384;

    private final NavigableMap<Long, Long> ranges = new TreeMap<>(Long::compareUnsigned);

    void add(long from, long to) {
        if (Long.compareUnsigned(from, to) > 0) {
            return;
        }
        long begin = from;
        long end = to;
        Map.Entry<Long, Long> before = ranges.floorEntry(from);
        if (before != null && (before.getValue() == -1 || Long.compareUnsigned(before.getValue() + 1, from) >= 0)) {
            begin = before.getKey();
            end = max(end, before.getValue());
        }
        Map.Entry<Long, Long> next = ranges.ceilingEntry(from);
        while (next != null && (end == -1 || Long.compareUnsigned(next.getKey(), end + 1) <= 0)) {
            end = max(end, next.getValue());
            ranges.remove(next.getKey());
            next = ranges.ceilingEntry(from);
        }
        ranges.put(begin, end);
        if (ranges.size() > MAX_RANGES) {
            Map.Entry<Long, Long> lowest = ranges.pollFirstEntry();
            Map.Entry<Long, Long> second = ranges.pollFirstEntry();
            ranges.put(lowest.getKey(), second.getValue());
        }
    }

    void remove(long from, long to) {
        if (Long.compareUnsigned(from, to) > 0) {
            return;
        }
        Map.Entry<Long, Long> entry = ranges.floorEntry(to);
        while (entry != null && Long.compareUnsigned(entry.getValue(), from) >= 0) {
            ranges.remove(entry.getKey());
            if (Long.compareUnsigned(entry.getKey(), from) < 0) {
                ranges.put(entry.getKey(), from - 1);
            }
            if (Long.compareUnsigned(entry.getValue(), to) > 0) {
                ranges.put(to + 1, entry.getValue());
            }
            entry = ranges.lowerEntry(from);
        }
    }

    boolean contains(long number) {
        Map.Entry<Long, Long> entry = ranges.floorEntry(number);
        return entry != null && Long.compareUnsigned(entry.getValue(), number) >= 0;
    }

    /** How many numbers of the range are in it. */
    long count(long from, long to) {
        long count = 0;
        Long begin = ranges.floorKey(from);
        for (Map.Entry<Long, Long> range :
                ranges.tailMap(begin == null ? from : begin, true).entrySet()) {
            if (Long.compareUnsigned(range.getKey(), to) > 0) {
                break;
            }
            long low = max(range.getKey(), from);
            long high = Long.compareUnsigned(range.getValue(), to) > 0 ? to : range.getValue();
            count += Long.compareUnsigned(low, high) > 0 ? 0 : high - low + 1;
        }
        return count;
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** The set must not be empty. */
    long first() {
        return ranges.firstKey();
    }

    /** The set must not be empty. */
    long last() {
        return ranges.lastEntry().getValue();
    }

    private static long max(long a, long b) {
        return Long.compareUnsigned(a, b) >= 0 ? a : b;
    }

    @Override
    public String toString() {
        return ranges.toString();
    }
}
