// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.tap;

import dev.trebuchetfx.client.checkpoint.CheckpointReport;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that a tap hears of, with the time {@link #at} which it happened.
 *
 * <p>{@code connection} is the number of a connection of the client, and {@code stream} that of a logical stream; both count from 1. A
 * logical stream keeps its number across the streams that reconnects and restarts give it. Sequence numbers are unsigned.
 */
public sealed interface TapEvent {

    /** Returns the time of the event, by the client's clock. */
    Instant at();

    /** Returns the moment {@code epochNanos} nanoseconds after 1970-01-01T00:00:00Z. */
    static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(0, epochNanos);
    }

    /** The connection's state changed. {@code connection} is the number of the newest connection, 0 before the first. */
    record ConnectionChanged(Instant at, int connection, ConnectionState state) implements TapEvent {}

    /**
     * The server has closed a connection since it takes no messages of this kind or size. Further connections to the endpoint are used in
     * another way.
     *
     * @param how what is done otherwise and why, in words
     */
    record LineAdapted(Instant at, int connection, URI endpoint, String how) implements TapEvent {}

    /** A message was handed to the transport; {@code frame} has its bytes. */
    record MessageSent(Instant at, int connection, Envelope envelope, Bytes frame) implements TapEvent {}

    /** A message came, with the bytes in {@code frame}. If it concerns a stream, another event that says how follows. */
    record MessageReceived(Instant at, int connection, Envelope envelope, Bytes frame) implements TapEvent {}

    /** A message came that can't be read, and was dropped. */
    record MessageUndecodable(Instant at, int connection, Bytes raw, WireException error) implements TapEvent {}

    /** The application has begun to observe a stream; {@code filter} is null where it wants every update. */
    record StreamOpened(
            Instant at,
            int stream,
            ActorId actor,
            String targetIdentifier,
            @Nullable StreamFilter filter) implements TapEvent {}

    /**
     * The server has started a stream: it numbers from here on under {@code streamID}.
     *
     * @param actor the actor's real id at the server
     * @param restart true if the stream takes the place of one that could not be resumed
     * @param ext the extension's part of {@code streamStart}, with epoch, buffer and formats; null from a version 2 server
     */
    record StreamStarted(
            Instant at,
            int connection,
            int stream,
            UUID streamID,
            ActorId actor,
            boolean restart,
            StreamStartEnvelope.@Nullable Ext ext)
            implements TapEvent {}

    /**
     * An update came in its place and goes to the subscriber.
     *
     * @param data the state or delta that travelled, without its wrapper
     */
    record UpdateAccepted(Instant at, int stream, UUID streamID, long sequence, UpdateKind kind, Bytes data)
            implements TapEvent {}

    /**
     * A filter decides on the stream's updates from {@code fromSequence} on.
     *
     * @param filter the filter; null where every update passes
     * @param here true if the client applies the filter itself, since the server does not know it
     */
    record FilterSettled(
            Instant at, int stream, UUID streamID, @Nullable StreamFilter filter, boolean here, long fromSequence)
            implements TapEvent {}

    /** An update came in its place and is not shown: the filter that the client itself applies leaves it out, or makes it wait. */
    record UpdateLeftOut(Instant at, int stream, UUID streamID, long sequence, int bytes) implements TapEvent {}

    /** An update came again or too late, and was dropped. */
    record DuplicateSeen(Instant at, int stream, UUID streamID, long sequence) implements TapEvent {}

    /** Updates are missing, or missing updates have come. */
    record GapSeen(Instant at, int stream, GapReport report) implements TapEvent {}

    /** An update came in its place but can't be read: its delta does not fit, or the state is not of the requested type. */
    record UpdateUndecodable(Instant at, int stream, UUID streamID, long sequence, String why) implements TapEvent {}

    /**
     * The state of an update was found to differ from the server's.
     *
     * @param path the first place where the two differ, as a JSON Pointer; null where they are the same by now
     */
    record DriftFound(
            Instant at,
            int stream,
            UUID streamID,
            long sequence,
            @Nullable String path) implements TapEvent {}

    /** The client has asked the server for the updates after {@code lastSequence}. */
    record ResumeSent(Instant at, int connection, int stream, UUID streamID, long lastSequence) implements TapEvent {}

    /** A resume was answered, or its outcome was concluded from the messages of a version 2 server. */
    record ResumeAnswered(Instant at, int stream, ResumeReport report) implements TapEvent {}

    /** The stream was restarted {@code restarts} times without a new state, and waits for {@code pause} before it asks again. */
    record RestartsSlowed(Instant at, int stream, int restarts, Duration pause) implements TapEvent {}

    /** The position can't be resumed from: it was dropped, and the current state is asked for. */
    record CheckpointDropped(Instant at, int stream, UUID streamID, long sequence, String why) implements TapEvent {}

    /** The freshness of the state that the stream shows has changed. */
    record FreshnessChanged(Instant at, int stream, Freshness freshness, String why) implements TapEvent {}

    /** Every listener has taken the updates up to {@code sequence}: a checkpoint may hold this position. */
    record PositionAdvanced(Instant at, int stream, UUID streamID, long sequence) implements TapEvent {}

    /** A slow subscriber got a newer state instead of {@code count} older ones. */
    record UpdatesConflated(Instant at, int stream, long count) implements TapEvent {}

    /**
     * A checkpoint of an earlier run was found for the stream. Its state, if it has one, is shown as stale.
     *
     * @param savedAt the time at which the position was last known to be good
     * @param resumable true if the server is asked for the updates after the position
     * @param state the state; null where it was too large to keep
     */
    record CheckpointRestored(
            Instant at,
            int stream,
            UUID streamID,
            long sequence,
            Instant savedAt,
            boolean resumable,
            @Nullable Bytes state)
            implements TapEvent {}

    /** The checkpoints of all streams were written to a place that outlives the process. */
    record CheckpointsWritten(Instant at, CheckpointReport.Written report) implements TapEvent {}

    /** Checkpoints are not kept as they should be. */
    record CheckpointsImpaired(Instant at, CheckpointReport.Problem report) implements TapEvent {}

    /** The logical stream is over: the server ended it, it failed, or the application closed or abandoned it. */
    record StreamClosed(Instant at, int stream, String why) implements TapEvent {}

    /** A call has begun. */
    record CallStarted(Instant at, UUID callID, ActorId actor, String targetIdentifier) implements TapEvent {}

    /** A call is over; {@code error} is null where it succeeded. */
    record CallEnded(
            Instant at,
            UUID callID,
            String targetIdentifier,
            Duration elapsed,
            @Nullable String error) implements TapEvent {}
}
