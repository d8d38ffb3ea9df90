// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.bugtest;

import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.EventSink;
import dev.trebuchetfx.inspector.capture.FrameEvents;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.state.StateHistory;
import dev.trebuchetfx.inspector.state.StateMoment;
import dev.trebuchetfx.inspector.state.StreamSelector;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A part of one logical stream that can be played by itself. It begins where the stream begins, or in its middle, right after an update
 * that came in its place: then the invocation, the start and that update, as a whole state, are put before it.
 */
final class CaptureSlice {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec(WireLimits.DEFAULT);
    private static final StateDeltaCodec DELTAS = new StateDeltaCodec(WireLimits.DEFAULT);

    private final LogView view;
    private final StreamCard stream;
    private final List<Long> members;
    private final long last;
    private final @Nullable Beginning beginning;
    private final int firstMember;

    /**
     * In the middle of a stream.
     *
     * @param start of the server's stream
     * @param update the update whose state it begins with
     */
    private record Beginning(
            long time,
            ConnectionName connection,
            @Nullable InvocationEnvelope invocation,
            StreamStartEnvelope start,
            StreamDataEnvelope update) {}

    private CaptureSlice(
            LogView view,
            StreamCard stream,
            List<Long> members,
            int firstMember,
            long last,
            @Nullable Beginning beginning) {
        this.view = view;
        this.stream = stream;
        this.members = members;
        this.firstMember = firstMember;
        this.last = last;
        this.beginning = beginning;
    }

    /** From at most {@code selection.first()} to {@code selection.last()}. */
    static CaptureSlice of(LogView view, Selection selection) {
        List<Long> members = StreamEvents.of(view, selection.stream());
        CleanCut cut = CleanCut.before(view, members, selection.first());
        Beginning beginning = cut == null ? null : beginning(view, cut);
        int from = beginning == null || cut == null ? 0 : cut.member() + 1;
        return new CaptureSlice(view, selection.stream(), members, from, selection.last(), beginning);
    }

    private static @Nullable Beginning beginning(LogView view, CleanCut cut) {
        LogCursor event = view.cursor();
        StreamStartEnvelope start = null;
        if (event.moveTo(cut.start()) && event.envelope() instanceof StreamStartEnvelope found) {
            start = found;
        }
        // Without the extension a number above 1 can't begin a stream.
        if (start == null || start.ext() == null || !event.moveTo(cut.index())) {
            return null;
        }
        long time = event.time();
        ConnectionName connection = event.connection();
        StateMoment state =
                new StateHistory().at(view, StreamSelector.of(view, event.streamNumber()), cut.index(), () -> false);
        if (state == null
                || connection == null
                || state.index() != cut.index()
                || state.state() == null
                || !(event.envelope() instanceof StreamDataEnvelope data)) {
            return null;
        }
        Bytes whole = JsonTrees.write(state.state());
        boolean deltas = start.ext().delta() != null;
        StreamDataEnvelope update = new StreamDataEnvelope(
                data.streamID(),
                data.sequenceNumber(),
                deltas ? DELTAS.encode(new StateDelta(true, whole)) : whole,
                data.timestamp(),
                new StreamDataEnvelope.Ext(null, data.sequenceNumber() - 1, null));
        return new Beginning(time, connection, invocation(view, cut.invocation()), start, update);
    }

    private static @Nullable InvocationEnvelope invocation(LogView view, long index) {
        LogCursor event = view.cursor();
        return event.moveTo(index) && event.envelope() instanceof InvocationEnvelope invocation ? invocation : null;
    }

    /** Hands the events on. Returns how many updates of the server's they hold. */
    long writeTo(EventSink sink) {
        FrameEvents frames = new FrameEvents(0);
        long updates = 0;
        Beginning middle = beginning;
        if (middle != null) {
            updates++;
            UUID call = middle.start().callID();
            StreamStartEnvelope start = middle.start();
            InvocationEnvelope asked = middle.invocation();
            write(
                    sink,
                    frames,
                    middle,
                    EventFlags.SENT,
                    new InvocationEnvelope(
                            call,
                            asked == null ? start.actorID() : asked.actorID(),
                            start.targetIdentifier(),
                            InvocationEnvelope.CURRENT_PROTOCOL_VERSION,
                            List.of(),
                            asked == null ? List.of() : asked.arguments(),
                            asked == null ? start.filter() : asked.streamFilter(),
                            null,
                            new InvocationEnvelope.Ext(
                                    1,
                                    deltas(start),
                                    Objects.requireNonNull(start.ext()).heartbeatMillis())));
            write(sink, frames, middle, 0, start);
            write(sink, frames, middle, 0, middle.update());
        }
        LogCursor event = view.cursor();
        for (int i = firstMember; i < members.size() && members.get(i) <= last; i++) {
            if (!event.moveTo(members.get(i))) {
                continue;
            }
            updates += event.kind() == EventKind.STREAM_DATA ? 1 : 0;
            ConnectionName connection = event.connection();
            if (event.kind() == EventKind.HEARTBEAT && connection != null) {
                HeartbeatEnvelope own = own(event);
                if (own != null) {
                    sink.append(frames.message(event.time(), connection, event.flags(), own, CODEC.encode(own)));
                }
            } else {
                sink.append(event.event());
            }
        }
        return updates;
    }

    private static List<String> deltas(StreamStartEnvelope start) {
        String format = start.ext() == null ? null : start.ext().delta();
        return format == null ? List.of() : List.of(format);
    }

    private static void write(EventSink sink, FrameEvents frames, Beginning at, int flags, Envelope envelope) {
        sink.append(frames.message(at.time(), at.connection(), flags, envelope, CODEC.encode(envelope)));
    }

    /** What a heartbeat says of this stream. */
    private @Nullable HeartbeatEnvelope own(LogCursor event) {
        if (!(event.envelope() instanceof HeartbeatEnvelope heartbeat)) {
            return null;
        }
        Map<UUID, Long> own = new LinkedHashMap<>();
        heartbeat.streams().forEach((id, newest) -> {
            if (stream.streams().contains(id)) {
                own.put(id, newest);
            }
        });
        return new HeartbeatEnvelope(own);
    }
}
