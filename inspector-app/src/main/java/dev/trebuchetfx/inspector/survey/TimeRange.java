// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.survey;

import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;

/**
 * A span of time, in nanoseconds since 1970-01-01T00:00:00Z; {@code to} is not part of it. Never empty: what is shorter than a microsecond is
 * made as long.
 */
public record TimeRange(long from, long to) {
    private static final long SHORTEST = 1_000;

    public TimeRange {
        to = Math.max(to, from + SHORTEST);
    }

    /** From the first event of a log to its last; of one without events the first microsecond of all times. */
    public static TimeRange of(LogView view) {
        LogCursor event = view.cursor();
        if (!event.moveTo(view.first())) {
            return new TimeRange(0, 0);
        }
        long first = event.time();
        event.moveTo(view.end() - 1);
        return new TimeRange(first, event.time() + 1);
    }

    public long length() {
        return to - from;
    }

    public boolean contains(long time) {
        return time >= from && time < to;
    }

    /** The column, of so many, that a time falls in; below 0 or {@code columns} and more outside. */
    public int column(long time, int columns) {
        return (int) Math.clamp(Math.floor(position(time) * columns), -1, columns);
    }

    /** Where a time stands: 0 at the beginning, 1 at the end. */
    public double position(long time) {
        return (double) (time - from) / length();
    }

    /** The time at a position. */
    public long at(double position) {
        return from + Math.round(position * length());
    }

    /** Longer by a share of its length at both ends, so that what happens there is not cut off. */
    public TimeRange padded(double share) {
        long by = Math.max(1_000_000, Math.round(length() * share));
        return new TimeRange(from - by, to + by);
    }

    /** Moved by a share of its length. */
    public TimeRange moved(double share) {
        long by = Math.round(length() * share);
        return new TimeRange(from + by, to + by);
    }

    /** So many times as long, with the time at {@code position} staying where it is. */
    public TimeRange scaled(double factor, double position) {
        long fixed = at(position);
        long length = Math.max(SHORTEST, Math.round(length() * factor));
        long begin = fixed - Math.round(length * position);
        return new TimeRange(begin, begin + length);
    }

    /** As much of it as lies within another, of the same length where that has room; all of the other where it is longer. */
    public TimeRange within(TimeRange bounds) {
        if (length() >= bounds.length()) {
            return bounds;
        }
        long begin = Math.clamp(from, bounds.from, bounds.to - length());
        return new TimeRange(begin, begin + length());
    }

    /** The index of the first event of a log at this time or later; its end where there is none. Takes times to be in order. */
    public static long indexAt(LogView view, long time) {
        LogCursor event = view.cursor();
        long low = view.first();
        long high = view.end();
        while (low < high) {
            long middle = (low + high) >>> 1;
            event.moveTo(middle);
            if (event.time() < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
