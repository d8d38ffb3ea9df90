// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where sequence numbers stand on the lane, in pixels from its left end. Immutable.
 *
 * @param cellWidth of one number
 */
public record LaneGeometry(List<LaneModel.Part> parts, double cellWidth) {
    /** Before the first part and after the last. */
    public static final double MARGIN = 12;

    /** Between two parts. */
    public static final double DIVIDER = 26;

    /** Room that a part has at least, so that its label can be read. */
    static final double MIN_PART = 150;

    public LaneGeometry {
        parts = List.copyOf(parts);
    }

    /** A number of a part. */
    public record Hit(int part, long sequence) {}

    /** The width of everything. */
    public double width() {
        double width = 2 * MARGIN + DIVIDER * Math.max(0, parts.size() - 1);
        for (LaneModel.Part part : parts) {
            width += partWidth(part);
        }
        return width;
    }

    private double partWidth(LaneModel.Part part) {
        // One more, for the number that is expected next.
        return Math.max(MIN_PART, (unsigned(part.length()) + 1) * cellWidth);
    }

    /** The left end of a part. */
    public double partX(int index) {
        double x = MARGIN;
        for (int i = 0; i < index; i++) {
            x += partWidth(parts.get(i)) + DIVIDER;
        }
        return x;
    }

    /** The left end of a number. */
    public double x(int part, long sequence) {
        return partX(part) + unsigned(sequence - parts.get(part).first()) * cellWidth;
    }

    /** The number at {@code x}; null beside all numbers. */
    public @Nullable Hit hit(double x) {
        for (int i = 0; i < parts.size(); i++) {
            LaneModel.Part part = parts.get(i);
            double offset = x - partX(i);
            if (offset >= 0 && offset < unsigned(part.length()) * cellWidth) {
                return new Hit(i, part.first() + (long) (offset / cellWidth));
            }
        }
        return null;
    }

    /** The numbers of a part between two places, both included; null where there is none. */
    public long @Nullable [] visible(int index, double from, double to) {
        LaneModel.Part part = parts.get(index);
        double begin = (from - partX(index)) / cellWidth;
        double end = (to - partX(index)) / cellWidth;
        double length = unsigned(part.length());
        if (end < 0 || begin >= length) {
            return null;
        }
        long first = part.first() + (long) Math.max(0, begin);
        long last = part.first() + (long) Math.min(length - 1, end);
        return new long[] {first, last};
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : value + 0x1p64;
    }
}
