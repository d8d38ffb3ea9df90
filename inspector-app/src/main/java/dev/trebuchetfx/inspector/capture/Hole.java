// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

/**
 * Events that happened and that a log does not hold, next to each other.
 *
 * @param index of the first event that the log holds, or will hold, after them
 * @param count how many, as far as it is known
 * @param fromTime of the first of them, in nanoseconds since 1970-01-01T00:00:00Z
 * @param toTime of the last of them
 */
public record Hole(Reason reason, long index, long count, long fromTime, long toTime) {

    /** Why a log does not hold them. */
    public enum Reason {
        /** Let go, oldest first, to stay within the bounds. */
        EVICTED("evicted"),
        /** Came while recording was off. */
        NOT_RECORDED("not recorded"),
        /** Could not be read from the capture file: damaged, or cut off. */
        DAMAGED("damaged");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /** For people, lower case. */
        public String word() {
            return word;
        }
    }

    public Hole {
        count = Math.max(0, count);
    }

    /** Adds counts, which a damaged file may give as anything. */
    static long sum(long count, long more) {
        long sum = count + Math.max(0, more);
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    Hole with(long newIndex, long more, long until) {
        return new Hole(reason, newIndex, sum(count, more), fromTime, Math.max(toTime, until));
    }
}
