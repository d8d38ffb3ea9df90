// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import java.util.Comparator;

/**
 * Something that deserves a look: a hint, not a judgement.
 *
 * @param group a few words that problems of one kind share
 * @param what one sentence
 * @param stream the logical stream that it is about; 0 for none
 * @param time in nanoseconds since 1970-01-01T00:00:00Z
 * @param index of the event at which it shows
 */
public record Problem(Severity severity, String group, String what, int stream, long time, long index) {
    static final Comparator<Problem> WORST_FIRST =
            Comparator.comparing(Problem::severity).thenComparingLong(Problem::index);

    /** The same, where so many streams of other sides come first. */
    Problem numberedOn(int before) {
        return stream == 0 ? this : new Problem(severity, group, what, stream + before, time, index);
    }
}
