// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import org.jspecify.annotations.Nullable;

/**
 * The change of one stream from a line that is in order to the one that takes its place. What was live stays so meanwhile, as of when the
 * line before was accepted, until the resume on the next one is answered and what it promises has come; and that takes only so long.
 */
final class Handover {
    private final SimulatedWorld world;
    private final String name;
    private final long bound;
    private long acceptedAt;
    private long vouchedSince;
    private boolean underWay;
    private long begunAt;
    private @Nullable Long until;

    /**
     * @param bound how long it may take, in nanoseconds
     */
    Handover(SimulatedWorld world, String name, long bound) {
        this.world = world;
        this.name = name;
        this.bound = bound;
    }

    /** The time since which somebody vouches for what is live. */
    long vouchedSince() {
        return vouchedSince;
    }

    /** The client has another line, with a stream that is live on the one before or not. */
    void connected(long accepted, boolean staysLive) {
        acceptedAt = accepted;
        until = null;
        if (staysLive) {
            underWay = true;
            begunAt = world.now();
        } else {
            isOver();
        }
    }

    /** The resume was answered: what comes up to a number was missed. */
    void answered(long to, long position) {
        until = to;
        cameTo(position);
    }

    /** An update has come. */
    void cameTo(long sequence) {
        Long end = until;
        if (end != null && Long.compareUnsigned(sequence, end) >= 0) {
            isOver();
        }
    }

    /** The next line vouches for what is live, or nobody does. */
    void isOver() {
        underWay = false;
        until = null;
        vouchedSince = acceptedAt;
    }

    /** Holds after each event. */
    void check() {
        if (underWay && world.now() - begunAt > bound) {
            throw new Violation(name + " is live since " + begunAt / 1e9
                    + " though the line that it is on now has not answered its resume");
        }
    }
}
