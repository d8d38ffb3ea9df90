// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import dev.trebuchetfx.client.event.UpdateKind;

/** How many of each kind a logical stream saw. Written by its {@link StreamAnalysis} alone. */
public final class StreamCounts {
    private long full;
    private long delta;
    private long replayed;
    long duplicates;
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
        copy.duplicates = duplicates;
        copy.undecodable = undecodable;
        copy.restarts = restarts;
        copy.conflated = conflated;
        copy.leftOut = leftOut;
        copy.leftOutBytes = leftOutBytes;
        return copy;
    }

    void accepted(UpdateKind kind) {
        switch (kind) {
            case FULL -> full++;
            case DELTA -> delta++;
            case REPLAY -> replayed++;
        }
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

    public long duplicates() {
        return duplicates;
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
