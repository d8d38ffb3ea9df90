// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import java.util.UUID;

/** The phase that a logical stream is in. Mutable parts are owned by the client's loop. */
sealed interface Phase {

    /** Returns whether the phase lasts until the peer answers, or has let the time for it pass. */
    default boolean awaitsPeer() {
        return false;
    }

    /** There is no session, or other streams have their turn to ask. */
    record Waiting() implements Phase {}

    /** The method was invoked; {@code streamStart} with this {@code callID} is awaited. */
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
     * @param streamID the id of the stream that it asks for
     * @param full true if it asks for the full state, so that nothing but a restart is an answer
     * @param held the updates that came meanwhile on that stream
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

    /** The stream waits before it asks the next time: it was restarted or had to ask again and again, or the server can't open it now. */
    record Paused() implements Phase {}

    /** The stream is over. */
    record Closed() implements Phase {}
}
