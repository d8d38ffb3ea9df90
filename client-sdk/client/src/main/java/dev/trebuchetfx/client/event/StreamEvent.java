// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.event;

import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber of a stream is told, in one order: a gap stands between the states that it separates.
 *
 * @param <T> the state
 */
public sealed interface StreamEvent<T> {

    /**
     * The server numbers from here on under {@code streamID}.
     *
     * @param epoch absent from a version 2 server
     * @param resumedFrom the position of the stream that this one follows; absent for the first
     */
    record Started<T>(
            UUID streamID, @Nullable String epoch, @Nullable Long resumedFrom) implements StreamEvent<T> {}

    /**
     * A state to show.
     *
     * @param sequence unsigned, greater than that of the update before within one {@code streamID}; the same where the client shows a state anew
     *     in the way of a new filter
     * @param value the whole state after this update
     * @param serverTime when the server sent it, in its clock, whole seconds
     * @param conflated how many updates this one stands for beyond itself: left out here since the subscriber was slower than the
     *     stream, or at the server since the line was
     */
    record Update<T>(UUID streamID, long sequence, UpdateKind kind, T value, Instant serverTime, long conflated)
            implements StreamEvent<T> {}

    /** What is shown can be vouched for more, or less, than before. */
    record FreshnessChanged<T>(Freshness freshness, String why) implements StreamEvent<T> {}

    /** Updates are missing between the state before and the one after this event, or came after all. */
    record Gap<T>(GapReport report) implements StreamEvent<T> {}

    /** A resume was answered; what is replayed follows. */
    record Resumed<T>(ResumeReport report) implements StreamEvent<T> {}

    /** An update came again, or too late, and is not shown. */
    record Duplicate<T>(UUID streamID, long sequence) implements StreamEvent<T> {}

    /** An update could not be read as the type asked for; the state before is kept, and is stale until a later one can be read. */
    record Undecodable<T>(UUID streamID, long sequence, String why, int bytes) implements StreamEvent<T> {}

    /**
     * The server has started the stream anew many times within a short while, and no new state came of it: the client waits before it
     * asks again, ever longer until there is one.
     *
     * @param restarts how many there were since a new state was shown
     * @param pause how long it waits now
     */
    record RestartsSlowed<T>(int restarts, Duration pause) implements StreamEvent<T> {}

    /**
     * The state that was shown had come to differ from the server's. The full state is shown by now, or comes right after.
     *
     * @param sequence of the update whose state was found to be wrong, unsigned
     * @param path the first place where the two differ, a JSON Pointer; absent where they are the same by now
     */
    record Drifted<T>(
            UUID streamID, long sequence, @Nullable String path) implements StreamEvent<T> {}

    /** The server ended the stream, or it was closed here, which is {@link StreamEndReason#CLIENT_UNSUBSCRIBED}. Last event. */
    record Ended<T>(StreamEndReason reason) implements StreamEvent<T> {}

    /** The stream can't go on. Last event. */
    record Failed<T>(TrebuchetException error) implements StreamEvent<T> {}
}
