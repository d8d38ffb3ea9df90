// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.time;

import java.time.Duration;

/** Durations in words, as errors and events tell them to people. */
public final class Durations {
    private Durations() {}

    /** Returns a duration in the largest unit that leaves no fraction: {@code 250 ms}, {@code 10 s}, {@code 5 min}, {@code 2 h}. */
    public static String inWords(Duration length) {
        if (length.toNanosPart() != 0) {
            long millis = length.toMillisPart() + length.toSeconds() * 1_000;
            return millis == 0 ? length.toNanosPart() + " ns" : millis + " ms";
        }
        long seconds = length.toSeconds();
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + " s";
        }
        return seconds % 3_600 == 0 ? seconds / 3_600 + " h" : seconds / 60 + " min";
    }
}
