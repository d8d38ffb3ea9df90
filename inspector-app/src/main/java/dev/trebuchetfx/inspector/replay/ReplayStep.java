// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.replay;

import dev.trebuchetfx.protocol.envelope.Envelope;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One thing that the server's side does. */
sealed interface ReplayStep {
    /** The server has said this. */
    record Send(Envelope envelope) implements ReplayStep {}

    /** The server has said something that nobody could read. */
    record SendUnreadable() implements ReplayStep {}

    /**
     * The client has asked for the stream.
     *
     * @param again whether by a resume; otherwise by an invocation
     * @param callID by which the recorded client asked; null for a resume of version 2
     */
    record Await(boolean again, @Nullable UUID callID) implements ReplayStep {
        String inWords() {
            return again ? "a streamResume" : "an invocation";
        }
    }
}
