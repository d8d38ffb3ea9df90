// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

/** How many of each kind a logical stream saw. Written by its {@link StreamAnalysis} alone. */
public final class StreamCounts {
    private long full;
    private long delta;
    private long replayed;
    private long overlap;
    private long duplicates;
    private long reordered;
    private long ambiguous;
    long undecodable;
    long restarts;
    long conflated;
    long leftOut;
    long leftOutBytes;

    StreamCounts copy() {
        StreamCounts copy = new StreamCounts();
        copy.full = full;
        copy.delta = delta;
        copy.replayed = replayed;
        copy.overlap = overlap;
        copy.duplicates = duplicates;
        copy.reordered = reordered;
        copy.ambiguous = ambiguous;
        copy.undecodable = undecodable;
        copy.restarts = restarts;
        copy.conflated = conflated;
        copy.leftOut = leftOut;
        copy.leftOutBytes = leftOutBytes;
        return copy;
    }

    /** {@code verdict}: of one update. */
    void update(Verdict verdict) {
        switch (verdict) {
            case LIVE -> full++;
            case DELTA -> delta++;
            case REPLAY -> replayed++;
            case OVERLAP -> overlap++;
            case DUPLICATE -> duplicates++;
            case REORDERED -> reordered++;
            case AMBIGUOUS -> ambiguous++;
            default -> {}
        }
    }

    /** What came before it was known whose it is. */
    void add(StreamCounts early) {
        full += early.full;
        delta += early.delta;
        replayed += early.replayed;
        overlap += early.overlap;
        duplicates += early.duplicates;
        reordered += early.reordered;
        ambiguous += early.ambiguous;
    }

    /** Updates that came live, deltas included. */
    public long live() {
        return full + delta;
    }

    /** Those of them that came as a change. */
    public long delta() {
        return delta;
    }

    /** Updates sent again after a resume. */
    public long replayed() {
        return replayed;
    }

    /** Replayed though they had come. */
    public long overlap() {
        return overlap;
    }

    /** Updates that came again, unasked. */
    public long duplicates() {
        return duplicates;
    }

    /** Updates that came after a later one. */
    public long reordered() {
        return reordered;
    }

    /** Updates that came late, and may have come before the capture began. */
    public long ambiguous() {
        return ambiguous;
    }

    public long undecodable() {
        return undecodable;
    }

    /** New streams in place of ones that could not be resumed. */
    public long restarts() {
        return restarts;
    }

    /** Updates that came and were not shown, since the client's own filter left them out. */
    public long leftOut() {
        return leftOut;
    }

    /** The bytes of their states. */
    public long leftOutBytes() {
        return leftOutBytes;
    }

    /** Updates for which a slow subscriber was given a newer one. */
    public long conflated() {
        return conflated;
    }
}
