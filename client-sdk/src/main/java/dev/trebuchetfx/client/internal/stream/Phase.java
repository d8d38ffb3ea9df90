package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.wire.StreamDataEnvelope;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a logical stream is. Mutable parts are owned by the client's loop. */
sealed interface Phase {

    /** There is no session, or another stream's resume must be answered first. */
    record Waiting() implements Phase {}

    /** Invoked; {@code streamStart} with this {@code callID} is awaited. */
    record Invoking(UUID callID) implements Phase {}

    /** Updates flow. */
    record Live() implements Phase {}

    /**
     * A resume is under way; its answer is awaited.
     *
     * @param healing whether it asks for what was jumped over on a live connection
     * @param held what came meanwhile on that stream
     */
    record Resuming(UUID callID, long lastSequence, long sentNanos, boolean healing, Deque<StreamDataEnvelope> held)
            implements Phase {
        Resuming(UUID callID, long lastSequence, long sentNanos, boolean healing) {
            this(callID, lastSequence, sentNanos, healing, new ArrayDeque<>());
        }
    }

    /** The server restarts the stream; {@code streamStart} with this {@code callID} is awaited. */
    record AwaitingRestart(UUID callID) implements Phase {}

    /** Over. */
    record Closed() implements Phase {}

    /**
     * A new stream has taken the place of another, and nobody has said what was missed: its first state tells.
     *
     * @param previous streamID of the one before
     * @param lastSequence its newest number
     * @param report what to say of the resume, if one was sent; its outcome is concluded from the first state
     */
    record Succession(UUID previous, long lastSequence, @Nullable ResumeReport report) {}
}
