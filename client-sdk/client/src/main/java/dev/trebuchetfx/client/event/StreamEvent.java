// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.event;

import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that a subscriber of a stream hears. All events come in one order: a gap stands between the states that it separates.
 *
 * @param <T> the type of the state
 */
public sealed interface StreamEvent<T> {

    /**
     * The server has started a stream: it numbers from here on under {@code streamID}.
     *
     * @param epoch the span in which the server's numbers hold; null from a version 2 server
     * @param resumedFrom the position of the stream that this one follows, unsigned; null for the first
     */
    record Started<T>(
            UUID streamID, @Nullable String epoch, @Nullable Long resumedFrom) implements StreamEvent<T> {}

    /**
     * An update has come, with a state to show.
     *
     * @param streamID the server's stream that numbered the update
     * @param sequence the number, unsigned: greater than that of the update before within one {@code streamID}, or the same where the
     *     client shows a state anew after a change of filter
     * @param kind the way in which the update came
     * @param value the whole state after this update
     * @param serverTime the time at which the server numbered the update, by its clock, in whole seconds; a replay repeats it
     * @param conflated the number of older updates that this one replaces, since the subscriber here, or the line at the server, was
     *     slower than the stream
     * @param version the version of the actor's stored state up to which the stream has come with this update; null where the server told
     *     none, or an earlier run of the application has kept the state
     */
    record Update<T>(
            UUID streamID,
            long sequence,
            UpdateKind kind,
            T value,
            Instant serverTime,
            long conflated,
            @Nullable Long version)
            implements StreamEvent<T> {
        /** Makes an update whose version is not known. */
        public Update(UUID streamID, long sequence, UpdateKind kind, T value, Instant serverTime, long conflated) {
            this(streamID, sequence, kind, value, serverTime, conflated, null);
        }
    }

    /**
     * The freshness of the shown state has changed.
     *
     * @param why the reason, in words
     */
    record FreshnessChanged<T>(Freshness freshness, String why) implements StreamEvent<T> {}

    /** Updates are missing between the state before and the state after this event, or have come after all. */
    record Gap<T>(GapReport report) implements StreamEvent<T> {}

    /** A resume was answered; the updates that are replayed follow. */
    record Resumed<T>(ResumeReport report) implements StreamEvent<T> {}

    /** An update came again, or too late, and is not shown. */
    record Duplicate<T>(UUID streamID, long sequence) implements StreamEvent<T> {}

    /**
     * An update could not be read as the requested type. The state before it stays, and is stale until a later update can be read.
     *
     * @param why the reason, in words, without contents of the state
     * @param bytes the size of the update
     */
    record Undecodable<T>(UUID streamID, long sequence, String why, int bytes) implements StreamEvent<T> {}

    /**
     * The server has restarted the stream many times within a short while without a new state, or with states that failed their check.
     * The client waits before it asks again, longer each time, until a new state comes or the checks have not failed for a minute.
     *
     * @param restarts the number of restarts since a new state was shown, or of failed checks if there are more
     * @param pause the time for which the client waits now
     */
    record RestartsSlowed<T>(int restarts, Duration pause) implements StreamEvent<T> {}

    /**
     * The shown state had come to differ from the server's. The full state is shown by now, or comes right after.
     *
     * @param sequence the number of the update whose state was found to be wrong, unsigned
     * @param path the first place where the two states differ, as a JSON Pointer; null where they are the same by now
     */
    record Drifted<T>(
            UUID streamID, long sequence, @Nullable String path) implements StreamEvent<T> {}

    /** The server ended the stream, or the application closed it ({@link StreamEndReason#CLIENT_UNSUBSCRIBED}). This is the last event. */
    record Ended<T>(StreamEndReason reason) implements StreamEvent<T> {}

    /** The stream can't go on. This is the last event. */
    record Failed<T>(TrebuchetException error) implements StreamEvent<T> {}
}
