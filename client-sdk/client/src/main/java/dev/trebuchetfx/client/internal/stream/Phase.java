// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import java.util.UUID;

/** Where a logical stream is. Mutable parts are owned by the client's loop. */
sealed interface Phase {

    /** Whether it lasts until the peer answers, or has let the time for it pass. */
    default boolean awaitsPeer() {
        return false;
    }

    /** There is no session, or it is other streams' turn to ask. */
    record Waiting() implements Phase {}

    /** Invoked; {@code streamStart} with this {@code callID} is awaited. */
    record Invoking(UUID callID) implements Phase {
        @Override
        public boolean awaitsPeer() {
            return true;
        }
    }

    /** Updates flow. */
    record Live() implements Phase {}

    /**
     * A resume is under way; its answer is awaited.
     *
     * @param streamID that it asks for
     * @param full whether it asks for the full state, so that nothing but a restart is an answer
     * @param held what came meanwhile on that stream
     */
    record Resuming(UUID streamID, UUID callID, long lastSequence, boolean full, long sentNanos, HeldUpdates held)
            implements Phase {
        Resuming(UUID streamID, UUID callID, long lastSequence, boolean full, long sentNanos) {
            this(streamID, callID, lastSequence, full, sentNanos, new HeldUpdates());
        }

        @Override
        public boolean awaitsPeer() {
            return true;
        }
    }

    /** The server restarts the stream; {@code streamStart} with this {@code callID} is awaited. */
    record AwaitingRestart(UUID callID) implements Phase {
        @Override
        public boolean awaitsPeer() {
            return true;
        }
    }

    /** It waits before it asks the next time: it was restarted again and again to no avail, or the server can't open it now. */
    record Paused() implements Phase {}

    /** Over. */
    record Closed() implements Phase {}
}
