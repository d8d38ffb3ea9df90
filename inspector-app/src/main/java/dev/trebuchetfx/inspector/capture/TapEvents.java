// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.tap.Tap;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.notice.NoticeCodec;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes events of what a client's taps tell and gives them on. Confined to the thread that tells. */
public final class TapEvents implements Tap {
    private final int source;
    private final FrameEvents frames;
    private final EventSink sink;
    /** The last one, which nearly every event is of. */
    private ConnectionName connection;

    /** {@code source}: which of the capture's sources the client is, from 0. */
    public TapEvents(int source, EventSink sink) {
        this.source = source;
        this.frames = new FrameEvents(source);
        this.sink = sink;
        this.connection = new ConnectionName(source, 0, null);
    }

    @Override
    public void onMessage(long time, int number, boolean sent, Envelope envelope, Bytes frame) {
        sink.append(frames.message(time, connection(number), sent ? EventFlags.SENT : 0, envelope, frame));
    }

    @Override
    public void onUpdateAccepted(long time, int stream, StreamDataEnvelope data, UpdateKind kind) {
        accepted(time, stream, data.streamID(), data.sequenceNumber(), kind);
    }

    private void accepted(long time, int stream, UUID streamID, long sequence, UpdateKind kind) {
        int flags =
                switch (kind) {
                    case FULL -> EventFlags.FULL;
                    case DELTA -> EventFlags.DELTA;
                    case REPLAY -> EventFlags.REPLAY;
                };
        append(time, EventKind.UPDATE_ACCEPTED, flags, server(stream, streamID), sequence, Bytes.empty());
    }

    @Override
    public void onEvent(TapEvent event) {
        long time = nanos(event.at());
        Bytes body = NoticeCodec.body(event);
        switch (event) {
            case TapEvent.MessageSent sent -> onMessage(time, sent.connection(), true, sent.envelope(), sent.frame());
            case TapEvent.MessageReceived received ->
                onMessage(time, received.connection(), false, received.envelope(), received.frame());
            case TapEvent.MessageUndecodable bad ->
                sink.append(new CapturedEvent(
                        time,
                        EventKind.UNDECODABLE,
                        EventFlags.FAILED,
                        connection(bad.connection()),
                        null,
                        0,
                        0,
                        null,
                        bad.raw()));
            case TapEvent.ConnectionChanged changed -> changed(time, changed, body);
            case TapEvent.LineAdapted adapted -> {
                connection(adapted.connection());
                append(time, EventKind.LINE_ADAPTED, 0, null, 0, body);
            }
            case TapEvent.StreamOpened opened ->
                append(
                        time,
                        EventKind.STREAM_OPENED,
                        0,
                        new StreamName(
                                source,
                                opened.stream(),
                                null,
                                opened.actor().toString(),
                                opened.targetIdentifier(),
                                null),
                        0,
                        body);
            case TapEvent.StreamStarted started -> started(time, started, body);
            case TapEvent.UpdateAccepted update ->
                accepted(time, update.stream(), update.streamID(), update.sequence(), update.kind());
            case TapEvent.DuplicateSeen duplicate ->
                append(
                        time,
                        EventKind.DUPLICATE,
                        0,
                        server(duplicate.stream(), duplicate.streamID()),
                        duplicate.sequence(),
                        body);
            case TapEvent.GapSeen gap ->
                append(
                        time,
                        EventKind.GAP,
                        gap.report().healed() ? 0 : EventFlags.FAILED,
                        server(gap.stream(), gap.report().streamID()),
                        gap.report().fromSequence(),
                        body);
            case TapEvent.UpdateUndecodable bad ->
                append(
                        time,
                        EventKind.UPDATE_UNDECODABLE,
                        EventFlags.FAILED,
                        server(bad.stream(), bad.streamID()),
                        bad.sequence(),
                        body);
            case TapEvent.DriftFound drift ->
                append(
                        time,
                        EventKind.DRIFT,
                        EventFlags.FAILED,
                        server(drift.stream(), drift.streamID()),
                        drift.sequence(),
                        body);
            case TapEvent.ResumeSent sent -> {
                connection(sent.connection());
                append(
                        time,
                        EventKind.RESUME_SENT,
                        0,
                        server(sent.stream(), sent.streamID()),
                        sent.lastSequence(),
                        body);
            }
            case TapEvent.ResumeAnswered answered ->
                append(
                        time,
                        EventKind.RESUME_ANSWERED,
                        0,
                        server(answered.stream(), answered.report().streamID()),
                        answered.report().lastSequence(),
                        body);
            case TapEvent.FreshnessChanged changed ->
                append(time, EventKind.FRESHNESS, 0, StreamName.logical(source, changed.stream()), 0, body);
            case TapEvent.PositionAdvanced position ->
                append(
                        time,
                        EventKind.POSITION,
                        0,
                        server(position.stream(), position.streamID()),
                        position.sequence(),
                        body);
            case TapEvent.UpdatesConflated conflated ->
                sink.append(new CapturedEvent(
                        time,
                        EventKind.CONFLATED,
                        0,
                        connection,
                        StreamName.logical(source, conflated.stream()),
                        0,
                        conflated.count(),
                        null,
                        body));
            case TapEvent.CheckpointRestored restored ->
                append(
                        time,
                        EventKind.CHECKPOINT_RESTORED,
                        0,
                        server(restored.stream(), restored.streamID()),
                        restored.sequence(),
                        body);
            case TapEvent.CheckpointsWritten ignored -> append(time, EventKind.CHECKPOINTS_WRITTEN, 0, null, 0, body);
            case TapEvent.CheckpointsImpaired ignored ->
                append(time, EventKind.CHECKPOINTS_IMPAIRED, EventFlags.FAILED, null, 0, body);
            case TapEvent.RestartsSlowed slowed ->
                append(
                        time,
                        EventKind.RESTARTS_SLOWED,
                        EventFlags.FAILED,
                        StreamName.logical(source, slowed.stream()),
                        0,
                        body);
            case TapEvent.CheckpointDropped dropped ->
                append(
                        time,
                        EventKind.CHECKPOINT_DROPPED,
                        0,
                        server(dropped.stream(), dropped.streamID()),
                        dropped.sequence(),
                        body);
            case TapEvent.FilterSettled filter ->
                append(
                        time,
                        EventKind.FILTER_SETTLED,
                        0,
                        server(filter.stream(), filter.streamID()),
                        filter.fromSequence(),
                        body);
            case TapEvent.UpdateLeftOut left ->
                append(time, EventKind.LEFT_OUT, 0, server(left.stream(), left.streamID()), left.sequence(), body);
            case TapEvent.StreamClosed closed ->
                append(time, EventKind.STREAM_CLOSED, 0, StreamName.logical(source, closed.stream()), 0, body);
            case TapEvent.CallStarted started -> call(time, EventKind.CALL_STARTED, 0, started.callID(), body);
            case TapEvent.CallEnded ended ->
                call(time, EventKind.CALL_ENDED, ended.error() == null ? 0 : EventFlags.FAILED, ended.callID(), body);
        }
    }

    private void changed(long time, TapEvent.ConnectionChanged changed, Bytes body) {
        if (changed.state() instanceof ConnectionState.Connected connected) {
            connection = new ConnectionName(
                    source, changed.connection(), connected.endpoint().toString());
        } else {
            connection(changed.connection());
        }
        append(time, EventKind.CONNECTION, 0, null, 0, body);
    }

    private void started(long time, TapEvent.StreamStarted started, Bytes body) {
        connection(started.connection());
        append(
                time,
                EventKind.STREAM_STARTED,
                0,
                new StreamName(
                        source,
                        started.stream(),
                        started.streamID(),
                        null,
                        null,
                        started.ext() == null ? null : started.ext().epoch()),
                0,
                body);
    }

    private void append(long time, EventKind kind, int flags, @Nullable StreamName stream, long sequence, Bytes body) {
        sink.append(new CapturedEvent(time, kind, flags, connection, stream, sequence, 0, null, body));
    }

    private void call(long time, EventKind kind, int flags, UUID callID, Bytes body) {
        sink.append(new CapturedEvent(time, kind, flags, connection, null, 0, 0, callID, body));
    }

    private StreamName server(int stream, UUID streamID) {
        return new StreamName(source, stream, streamID, null, null, null);
    }

    private ConnectionName connection(int number) {
        if (connection.number() != number) {
            connection = new ConnectionName(source, number, null);
        }
        return connection;
    }

    /** A moment in nanoseconds since 1970-01-01T00:00:00Z; good from the year 1678 to 2262. */
    public static long nanos(Instant at) {
        return at.getEpochSecond() * 1_000_000_000 + at.getNano();
    }
}
