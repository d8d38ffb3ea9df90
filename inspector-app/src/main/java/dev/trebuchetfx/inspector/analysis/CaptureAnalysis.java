// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.client.tap.TapEvent.CallEnded;
import dev.trebuchetfx.client.tap.TapEvent.CheckpointsImpaired;
import dev.trebuchetfx.client.tap.TapEvent.ConnectionChanged;
import dev.trebuchetfx.client.tap.TapEvent.DuplicateSeen;
import dev.trebuchetfx.client.tap.TapEvent.FilterSettled;
import dev.trebuchetfx.client.tap.TapEvent.FreshnessChanged;
import dev.trebuchetfx.client.tap.TapEvent.GapSeen;
import dev.trebuchetfx.client.tap.TapEvent.RestartsSlowed;
import dev.trebuchetfx.client.tap.TapEvent.StreamClosed;
import dev.trebuchetfx.client.tap.TapEvent.StreamOpened;
import dev.trebuchetfx.client.tap.TapEvent.StreamStarted;
import dev.trebuchetfx.client.tap.TapEvent.UpdateLeftOut;
import dev.trebuchetfx.client.tap.TapEvent.UpdateUndecodable;
import dev.trebuchetfx.client.tap.TapEvent.UpdatesConflated;
import dev.trebuchetfx.inspector.audit.Judgement;
import dev.trebuchetfx.inspector.audit.LineEvent;
import dev.trebuchetfx.inspector.audit.SequenceVerdict;
import dev.trebuchetfx.inspector.capture.CapturedEvent;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.Hole;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.capture.StreamName;
import dev.trebuchetfx.inspector.verdict.Judged;
import dev.trebuchetfx.inspector.verdict.LogAudit;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log from where it left off and keeps what the events mean: what the messages say is judged once, by a {@link LogAudit}, and
 * every view goes by that; here is added what a client tells of itself, or what it would have told.
 *
 * <p>Confined to one thread, which need not be the one that fills the log.
 */
public final class CaptureAnalysis {
    private static final int MAX_STREAMS = 1_000;
    /** Each side counts its streams from 1. */
    private static final int STREAMS_A_SIDE = 1_000_000;

    private static final UUID NO_ID = new UUID(0, 0);

    private final EventLog log;
    private final Map<Integer, StreamAnalysis> streams = new LinkedHashMap<>();
    /** What came of streams before it was told whose they are. */
    private final Map<UUID, Segment> early = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Segment> eldest) {
            return size() > MAX_STREAMS;
        }
    };

    private final ConnectionAnalysis connection = new ConnectionAnalysis();
    private final MessageIndex rows;
    private final RowLinker linker;
    private final LogAudit audit;
    private long next;
    private long neverRead;
    private boolean readsLandmarks;
    /** Whether a client says what it makes of its messages; otherwise that is concluded from them. */
    private boolean toldByClient;

    private final FrameNotices concluded = new FrameNotices(notice -> read(notice, -1));

    /** {@code maxRows}: how many rows of messages to keep. */
    public CaptureAnalysis(EventLog log, int maxRows) {
        this(log, maxRows, LogAudit.live(log.isFiltered()));
    }

    /** {@code audit}: judges what the messages say, from the beginning. */
    public CaptureAnalysis(EventLog log, int maxRows, LogAudit audit) {
        this.log = log;
        this.audit = audit;
        this.rows = new MessageIndex(maxRows);
        this.linker = new RowLinker(rows);
    }

    /** Reads up to {@code limit} further events; returns whether there was any. */
    public boolean advance(int limit) {
        LogView view = log.view();
        if (view.first() > next) {
            neverRead += view.first() - next;
            readsLandmarks = true;
            for (CapturedEvent landmark : view.landmarks()) {
                TapEvent notice = landmark.notice();
                if (notice != null) {
                    heard(landmark.kind());
                    read(notice, -1);
                }
            }
            readsLandmarks = false;
            next = view.first();
        }
        long before = next;
        LogCursor event = view.cursor();
        List<Hole> holes = view.end() > next ? log.holes() : List.of();
        while (next - before < limit && event.moveTo(next)) {
            read(event, audit.take(event, holes));
            next++;
        }
        rows.dropBefore(view.first());
        audit.dropBefore(view.first());
        return next != before;
    }

    private void read(LogCursor event, Judged judged) {
        EventKind kind = event.kind();
        if (kind.isFrame()) {
            message(event, judged);
            return;
        }
        heard(kind);
        switch (kind) {
            case UPDATE_ACCEPTED -> accepted(event.instant(), logical(event), streamID(event), event.sequence());
            case POSITION -> with(logical(event), stream -> stream.position(streamID(event), event.sequence()));
            case FAULT -> linker.note(event.index(), MessageRows.NO_STREAM, 0, Verdict.CONNECTION);
            case CHECKPOINTS_WRITTEN, CALL_STARTED, LATER -> {}
            default -> {
                TapEvent notice = event.notice();
                if (notice != null) {
                    read(notice, event.index());
                    concludeFrom(notice);
                }
            }
        }
    }

    private void heard(EventKind kind) {
        switch (kind) {
            case STREAM_OPENED, STREAM_STARTED, UPDATE_ACCEPTED -> toldByClient = true;
            default -> {}
        }
    }

    private void concludeFrom(TapEvent notice) {
        if (!toldByClient
                && notice instanceof ConnectionChanged(Instant at, int number, ConnectionState.Offline gone)) {
            concluded.closed(at, number, gone.cause());
        }
    }

    private void concludeFrom(Instant at, HeartbeatEnvelope heartbeat) {
        if (heartbeat.ext() != null) {
            heartbeat.ext().stale().forEach((streamID, problem) -> {
                Integer stream = linker.stream(streamID);
                if (stream != null) {
                    concluded.vouched(at, stream, problem);
                }
            });
        }
    }

    private void message(LogCursor event, Judged judged) {
        ConnectionName name = event.connection();
        int number = name == null ? 0 : name.number();
        if (event.has(EventFlags.SENT)) {
            connection.sent(event.time(), number, event.size());
        } else {
            connection.received(event.time(), number, event.size());
        }
        Judgement judgement = judged.judgement();
        linker.message(event, judgement.verdict());
        Envelope envelope = judged.line() instanceof LineEvent.Message message ? message.envelope() : null;
        int stream = judgement.stream() == 0 ? 0 : judgement.stream() + judged.side() * STREAMS_A_SIDE;
        if (envelope != null && stream != 0 && !toldByClient) {
            concluded.message(event.instant(), number, envelope, stream, judgement);
        }
        switch (event.kind()) {
            case UNDECODABLE -> connection.undecodableCame();
            case STREAM_DATA -> update(event, judgement.verdict(), stream);
            case STREAM_RESUMED -> {
                Segment segment = segment(streamID(event));
                if (segment != null && envelope instanceof StreamResumedEnvelope answer) {
                    segment.reported(answer);
                }
            }
            case HEARTBEAT -> {
                if (envelope instanceof HeartbeatEnvelope heartbeat) {
                    learn(heartbeat);
                    if (!toldByClient) {
                        concludeFrom(event.instant(), heartbeat);
                    }
                }
            }
            default -> {}
        }
    }

    private void update(LogCursor event, @Nullable SequenceVerdict judged, int number) {
        if (judged == null) {
            return;
        }
        UUID streamID = streamID(event);
        Verdict verdict = Verdict.of(judged, event.has(EventFlags.DELTA));
        Integer owner = linker.stream(streamID);
        StreamAnalysis stream = owner == null ? null : streams.get(owner);
        if (stream == null && !toldByClient && early.containsKey(streamID)) {
            // Had there been a client, it would have told of the one before.
            openedUnseen(number, event.instant(), streamID);
            stream = streams.get(number);
        }
        if (stream == null) {
            early.computeIfAbsent(streamID, id -> new Segment(id, event.instant()))
                    .update(event.sequence(), verdict);
            return;
        }
        if (judged == SequenceVerdict.GAP && !toldByClient) {
            Segment before = stream.segment(streamID);
            linker.note(event.index(), stream.id(), before == null ? 1 : before.nextExpected(), Verdict.MISSING);
        }
        stream.update(event.instant(), streamID, event.sequence(), verdict);
    }

    /** A stream shows that was opened before the capture began, and not even a landmark is left of it. */
    private void openedUnseen(int number, Instant at, UUID streamID) {
        if (!streams.containsKey(number)) {
            add(new StreamAnalysis(number, at));
        }
        if (linker.stream(streamID) == null) {
            linker.started(streamID, number, false);
            Segment came = early.remove(streamID);
            if (came != null) {
                with(number, stream -> stream.adopt(came));
            }
        }
    }

    private static int logical(LogCursor event) {
        StreamName name = event.stream();
        return name == null ? 0 : name.logical();
    }

    private static UUID streamID(LogCursor event) {
        StreamName name = event.stream();
        return name == null || name.streamID() == null ? NO_ID : name.streamID();
    }

    private void read(TapEvent event, long index) {
        switch (event) {
            case ConnectionChanged changed -> {
                connection.changed(changed);
                note(index, 0, 0, Verdict.CONNECTION);
            }
            case StreamOpened opened -> opened(opened);
            case StreamStarted started -> started(started);
            case DuplicateSeen again -> linker.belongs(again.stream(), again.streamID(), again.sequence());
            case GapSeen gap -> {
                Verdict verdict = gap.report().healed() ? Verdict.HEALED : Verdict.MISSING;
                note(index, gap.stream(), gap.report().fromSequence(), verdict);
            }
            case UpdateUndecodable bad -> undecodable(bad.at(), bad.stream(), bad.streamID(), bad.sequence());
            case FreshnessChanged changed -> with(changed.stream(), stream -> stream.freshness(changed));
            case UpdatesConflated conflated ->
                with(conflated.stream(), stream -> stream.conflated(conflated.at(), conflated.count()));
            case FilterSettled settled -> with(settled.stream(), stream -> stream.filterSettled(settled));
            case UpdateLeftOut left -> with(left.stream(), stream -> stream.leftOut(left));
            case StreamClosed closed -> with(closed.stream(), stream -> stream.closed(closed));
            case RestartsSlowed slowed -> note(index, slowed.stream(), 0, Verdict.ERROR);
            case CheckpointsImpaired ignored -> note(index, 0, 0, Verdict.ERROR);
            case CallEnded ended -> {
                if (ended.error() != null) {
                    note(index, 0, 0, Verdict.ERROR);
                }
            }
            // Of the rest the columns say all that is needed, or, like the state of an earlier run, it is no doing of
            // the server's.
            default -> {}
        }
    }

    private void note(long index, int stream, long sequence, Verdict verdict) {
        if (!readsLandmarks) {
            linker.note(index, stream, sequence, verdict);
        }
    }

    private void with(int stream, Consumer<StreamAnalysis> action) {
        StreamAnalysis known = streams.get(stream);
        if (known != null) {
            action.accept(known);
        }
    }

    private void opened(StreamOpened opened) {
        if (!streams.containsKey(opened.stream())) {
            add(new StreamAnalysis(opened));
        }
    }

    private void add(StreamAnalysis added) {
        streams.put(added.id(), added);
        if (streams.size() > MAX_STREAMS) {
            Integer leaves = streams.values().stream()
                    .filter(stream -> stream.closedWhy() != null)
                    .map(StreamAnalysis::id)
                    .findFirst()
                    .orElse(streams.keySet().iterator().next());
            streams.remove(leaves);
        }
    }

    private void started(StreamStarted started) {
        linker.started(started.streamID(), started.stream(), started.restart());
        Segment came = early.remove(started.streamID());
        with(started.stream(), stream -> stream.started(started, !readsLandmarks, came));
    }

    private void accepted(Instant at, int number, UUID streamID, long sequence) {
        openedUnseen(number, at, streamID);
        linker.belongs(number, streamID, sequence);
    }

    private void undecodable(Instant at, int stream, UUID streamID, long sequence) {
        linker.belongs(stream, streamID, sequence);
        linker.unreadable(streamID, sequence);
        with(stream, known -> known.undecodable(at, streamID, sequence));
    }

    /** What a heartbeat tells beyond what the client makes of it. */
    private void learn(HeartbeatEnvelope heartbeat) {
        heartbeat.streams().forEach((streamID, newest) -> {
            Segment segment = segment(streamID);
            if (segment != null) {
                segment.sawNewest(newest);
            }
        });
    }

    private @Nullable Segment segment(UUID streamID) {
        Integer stream = linker.stream(streamID);
        StreamAnalysis known = stream == null ? null : streams.get(stream);
        if (known == null) {
            return early.get(streamID);
        }
        known.changed();
        return known.segment(streamID);
    }

    /** The logical streams in the order in which they were opened; a view. */
    public Collection<StreamAnalysis> streams() {
        return Collections.unmodifiableCollection(streams.values());
    }

    public @Nullable StreamAnalysis stream(int id) {
        return streams.get(id);
    }

    /** The connection as it is now; it stays so. */
    public ConnectionAnalysis connection() {
        return connection.copy();
    }

    /** The rows of messages as they are now; they stay so. */
    public MessageRows rows() {
        return rows.rows();
    }

    /** The lowest row whose meaning became known since the last call; {@link Long#MAX_VALUE} for none. */
    public long takeLowestChanged() {
        return rows.takeLowestChanged();
    }

    /** What the messages by themselves mean. */
    public LogAudit audit() {
        return audit;
    }

    /** The log's index up to which everything was read. */
    public long position() {
        return next;
    }

    /** Events that the log let go before they could be read. */
    public long neverRead() {
        return neverRead;
    }
}
