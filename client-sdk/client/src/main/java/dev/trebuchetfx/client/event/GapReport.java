// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.event;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Updates that did not come and were not declared as left out.
 *
 * @param fromSequence first number that is missing, unsigned
 * @param toSequence last number that is missing; absent where nobody can say how far it reaches
 * @param cause why, as far as it is known
 * @param healed whether they came after all
 */
public record GapReport(
        UUID streamID, long fromSequence, @Nullable Long toSequence, Cause cause, boolean healed) {

    /** How many numbers are missing; absent where that is not known. */
    public @Nullable Long missing() {
        return toSequence == null ? null : toSequence - fromSequence + 1;
    }

    /** Why updates are missing. */
    public enum Cause {
        /** A number was jumped over on a live connection. */
        JUMPED,
        /** The server's buffer no longer held them. */
        EVICTED,
        /** The stream was detached for longer than the server keeps one. */
        EXPIRED,
        /** The server was restarted and counts anew. */
        EPOCH_CHANGED,
        /** The server would not replay: it sent the full state instead. */
        FULL_STATE_INSTEAD,
        /** The server did not know the stream, or did not say why it started anew. */
        UNKNOWN
    }
}
