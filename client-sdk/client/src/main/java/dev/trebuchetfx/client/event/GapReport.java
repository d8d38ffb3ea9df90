// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.event;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A report of sequence numbers that did not come and that the server had not declared as skipped.
 *
 * @param streamID the server's stream that the numbers belong to
 * @param fromSequence the first number that is missing, unsigned
 * @param toSequence the last number that is missing, unsigned; null where nobody can say how far the gap reaches
 * @param cause the cause, as far as it is known
 * @param healed true if the updates came after all
 */
public record GapReport(
        UUID streamID, long fromSequence, @Nullable Long toSequence, Cause cause, boolean healed) {

    /** Returns how many numbers are missing, or null where that is not known. */
    public @Nullable Long missing() {
        return toSequence == null ? null : toSequence - fromSequence + 1;
    }

    /** A cause of missing updates. */
    public enum Cause {
        /** A number was jumped over on a live connection. */
        JUMPED,
        /** The server's buffer no longer held the updates. */
        EVICTED,
        /** The stream was detached for longer than the server keeps one. */
        EXPIRED,
        /** The server was restarted and counts anew. */
        EPOCH_CHANGED,
        /** The server did not replay the updates; it sent the full state instead. */
        FULL_STATE_INSTEAD,
        /** The server did not know the stream any more, or started it anew without saying why. */
        UNKNOWN
    }
}
