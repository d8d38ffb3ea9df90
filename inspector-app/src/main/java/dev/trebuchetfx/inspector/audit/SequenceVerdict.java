// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

/**
 * What an update turned out to be; one for each. Where several would fit, the first of resume overlap, duplicate, reordered and gap
 * holds.
 */
public enum SequenceVerdict {
    /** In its place. */
    LIVE("live"),
    /** Sent again after a resume, and new to the client. */
    REPLAY("replay"),
    /** Sent again after a resume though it had come before. */
    RESUME_OVERLAP("overlap"),
    /** Came again. */
    DUPLICATE("duplicate"),
    /** Came after a later one. */
    REORDERED("reordered"),
    /** Numbers before it did not come. */
    GAP("gap"),
    /** Numbers before it may have come where the capture misses something. */
    NOT_CAPTURED("not captured"),
    /** The server left numbers before it out, and said so. */
    SKIPPED("skipped"),
    /** Came late; whether it had come before the capture began, nobody can say. */
    AMBIGUOUS("ambiguous"),
    /** Of a stream that is over, or that another has replaced. */
    UNPLACED("unplaced");

    private final String word;

    SequenceVerdict(String word) {
        this.word = word;
    }

    /** For people, lower case. */
    public String word() {
        return word;
    }

    /** Whether it showed something new. */
    public boolean isUpdate() {
        return switch (this) {
            case LIVE, REPLAY, GAP, NOT_CAPTURED, SKIPPED -> true;
            case RESUME_OVERLAP, DUPLICATE, REORDERED, AMBIGUOUS, UNPLACED -> false;
        };
    }
}
