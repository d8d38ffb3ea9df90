// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import org.jspecify.annotations.Nullable;

/**
 * Where the client stands in what the server can still replay. Numbers are unsigned.
 *
 * @param oldest the oldest number that the server has, or a lower bound of it
 * @param newest the newest
 * @param size how many updates it keeps
 * @param checkpoint up to where the subscriber has everything, or, where the capture does not tell, what came
 * @param checkpointTold whether the capture told the checkpoint
 * @param margin how many more updates may come before a resume from there restarts; negative: too late
 * @param perSecond how many come
 * @param secondsLeft after how many seconds the checkpoint is evicted at this rate; null where nothing comes
 */
public record BufferCard(
        long oldest,
        long newest,
        long size,
        long checkpoint,
        boolean checkpointTold,
        long margin,
        double perSecond,
        @Nullable Double secondsLeft) {
    private static final double SOON_SECONDS = 10;

    /** Returns whether a resume would restart the stream, or soon will. */
    public boolean isAtRisk() {
        return margin < 0 || (secondsLeft != null && secondsLeft < SOON_SECONDS);
    }

    /** A sentence for people. */
    public String inWords() {
        if (margin < 0) {
            return "too late by " + -margin + ": a resume restarts";
        }
        return secondsLeft == null
                ? margin + " more updates fit"
                : margin + " more updates fit: evicts in ~" + Math.round(secondsLeft) + " s at this rate";
    }
}
