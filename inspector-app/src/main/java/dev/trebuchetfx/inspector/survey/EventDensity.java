// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.survey;

import dev.trebuchetfx.inspector.capture.LogView;

/**
 * How many events fall into each of a number of equal spans.
 *
 * @param range all of them
 * @param counts not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // As many as there are pixels; made anew, never changed.
public record EventDensity(TimeRange range, int[] counts) {
    /** Asks the log only where spans begin, however many events it holds. */
    public static EventDensity of(LogView view, TimeRange range, int columns) {
        int[] counts = new int[Math.max(1, columns)];
        if (view.size() == 0) {
            return new EventDensity(range, counts);
        }
        long before = TimeRange.indexAt(view, range.from());
        for (int column = 0; column < counts.length; column++) {
            long next = TimeRange.indexAt(view, range.at((column + 1.0) / counts.length));
            counts[column] = (int) Math.max(0, next - before);
            before = Math.max(before, next);
        }
        return new EventDensity(range, counts);
    }

    /** The most in one span. */
    public int most() {
        int most = 0;
        for (int count : counts) {
            most = Math.max(most, count);
        }
        return most;
    }

    /** In all spans. */
    public long total() {
        long total = 0;
        for (int count : counts) {
            total += count;
        }
        return total;
    }
}
