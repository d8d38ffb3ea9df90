// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.connection;

import dev.trebuchetfx.server.stream.LogPosition;
import org.jspecify.annotations.Nullable;

/**
 * The position up to which an actor's changes have been sent to those who observe it.
 *
 * @param through the position up to which all were sent; null before the first broadcast
 * @param pending a broadcast that has ended halfway; null for none
 * @param hasFailures whether some could not be sent what others were, so that they are at positions of their own
 * @param revision the number of times that it was written, by which two that write at once are told apart; 0 where there is none
 */
public record BroadcastPosition(
        @Nullable LogPosition through, @Nullable Pending pending, boolean hasFailures, long revision) {
    /** The position of an actor of which nothing was ever sent. */
    static final BroadcastPosition NONE = new BroadcastPosition(null, null, false, 0);

    /**
     * A broadcast that has ended halfway, since its function ran out of time.
     *
     * @param to the position up to which those were sent who come first
     * @param after the key of the last one of them
     */
    public record Pending(LogPosition to, String after) {}

    /** Returns the position up to which a subscription that follows was sent. */
    public @Nullable LogPosition of(String key) {
        return pending != null && key.compareTo(pending.after) <= 0 ? pending.to : through;
    }
}
