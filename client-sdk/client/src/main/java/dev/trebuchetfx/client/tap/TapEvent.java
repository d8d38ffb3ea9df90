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
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a client.
 *
 * <p>{@code connection} counts the client's connections from 1, {@code stream} its logical streams from 1: a logical stream
 * keeps its number across the streams that reconnects and restarts give it. Sequence numbers are unsigned.
 */
public sealed interface TapEvent {

    /** When it happened, by the client's clock. */
    Instant at();

    /** The moment so many nanoseconds after 1970-01-01T00:00:00Z. */
    static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(0, epochNanos);
    }

    /** The connection's state changed. {@code connection} is that of the last attempt, 0 before the first. */
    record ConnectionChanged(Instant at, int connection, ConnectionState state) implements TapEvent {}

    /** A message was handed to the transport; {@code frame} is what travels. */
    record MessageSent(Instant at, int connection, Envelope envelope, Bytes frame) implements TapEvent {}

    /** A message came, as {@code frame}; what it means for a stream follows as an event of its own. */
    record MessageReceived(Instant at, int connection, Envelope envelope, Bytes frame) implements TapEvent {}

    /** A message came that can't be read; it is dropped. */
    record MessageUndecodable(Instant at, int connection, Bytes raw, WireException error) implements TapEvent {}

    /** The application wants to observe. */
    record StreamOpened(
            Instant at,
            int stream,
            ActorId actor,
            String targetIdentifier,
            @Nullable StreamFilter filter) implements TapEvent {}

    /**
     * The server numbers from here on under {@code streamID}.
     *
     * @param restart whether it takes the place of a stream that could not be resumed
     * @param ext what the server said of its buffer; absent from a version 2 server
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

    /** An update came in its place and goes to the subscriber. */
    record UpdateAccepted(Instant at, int stream, UUID streamID, long sequence, UpdateKind kind, Bytes data)
            implements TapEvent {}

    /**
     * A filter decides on the stream's updates, from this number on.
     *
     * @param filter absent where everything passes
     * @param here whether the client applies it itself, since the server does not know it
     */
    record FilterSettled(
            Instant at, int stream, UUID streamID, @Nullable StreamFilter filter, boolean here, long fromSequence)
            implements TapEvent {}

    /** An update came in its place and is not shown: the filter that the client itself applies leaves it out, or has it wait. */
    record UpdateLeftOut(Instant at, int stream, UUID streamID, long sequence, int bytes) implements TapEvent {}

    /** An update came again or too late, and was dropped. */
    record DuplicateSeen(Instant at, int stream, UUID streamID, long sequence) implements TapEvent {}

    /** Updates are missing, or what was missing has come. */
    record GapSeen(Instant at, int stream, GapReport report) implements TapEvent {}

    /** An update came in its place but can't be read as the type asked for. */
    record UpdateUndecodable(Instant at, int stream, UUID streamID, long sequence, String why) implements TapEvent {}

    /** The client asks for what it missed. */
    record DriftFound(
            Instant at,
            int stream,
            UUID streamID,
            long sequence,
            @Nullable String path) implements TapEvent {}

    /** A resume was sent. */
    record ResumeSent(Instant at, int connection, int stream, UUID streamID, long lastSequence) implements TapEvent {}

    /** A resume was answered, or its answer was concluded from what came. */
    record ResumeAnswered(Instant at, int stream, ResumeReport report) implements TapEvent {}

    /** The stream was restarted {@code restarts} times without a new state, and waits this long before it asks again. */
    record RestartsSlowed(Instant at, int stream, int restarts, Duration pause) implements TapEvent {}

    /** The position can't be resumed from: it is dropped, and the current state asked for. */
    record CheckpointDropped(Instant at, int stream, UUID streamID, long sequence, String why) implements TapEvent {}

    /** What the stream shows can be vouched for more, or less, than before. */
    record FreshnessChanged(Instant at, int stream, Freshness freshness, String why) implements TapEvent {}

    /** The subscriber has taken everything up to here: what a checkpoint may hold. */
    record PositionAdvanced(Instant at, int stream, UUID streamID, long sequence) implements TapEvent {}

    /** A slow subscriber was given a newer state instead of {@code count} older ones. */
    record UpdatesConflated(Instant at, int stream, long count) implements TapEvent {}

    /**
     * An earlier run has left this of the stream; its state, if it has one, is shown as stale.
     *
     * @param savedAt when its position was last known to be good
     * @param resumable whether the server is asked for what came after it
     * @param state absent where it was too large to keep
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

    /** The checkpoints of all streams were written to where they outlive the process. */
    record CheckpointsWritten(Instant at, CheckpointReport.Written report) implements TapEvent {}

    /** Checkpoints are not kept as they should be. */
    record CheckpointsImpaired(Instant at, CheckpointReport.Problem report) implements TapEvent {}

    /** The logical stream is over: ended by the server, failed, closed by the application, or abandoned by it. */
    record StreamClosed(Instant at, int stream, String why) implements TapEvent {}

    /** A call begins. */
    record CallStarted(Instant at, UUID callID, ActorId actor, String targetIdentifier) implements TapEvent {}

    /** A call is over. {@code error} is absent where it succeeded. */
    record CallEnded(
            Instant at,
            UUID callID,
            String targetIdentifier,
            Duration elapsed,
            @Nullable String error) implements TapEvent {}
}
