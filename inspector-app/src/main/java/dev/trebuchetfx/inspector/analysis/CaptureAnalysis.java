// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.client.tap.TapEvent.CallEnded;
import dev.trebuchetfx.client.tap.TapEvent.CheckpointsImpaired;
import dev.trebuchetfx.client.tap.TapEvent.ConnectionChanged;
import dev.trebuchetfx.client.tap.TapEvent.DuplicateSeen;
import dev.trebuchetfx.client.tap.TapEvent.FilterSettled;
import dev.trebuchetfx.client.tap.TapEvent.FreshnessChanged;
import dev.trebuchetfx.client.tap.TapEvent.GapSeen;
import dev.trebuchetfx.client.tap.TapEvent.RestartsSlowed;
import dev.trebuchetfx.client.tap.TapEvent.ResumeAnswered;
import dev.trebuchetfx.client.tap.TapEvent.ResumeSent;
import dev.trebuchetfx.client.tap.TapEvent.StreamClosed;
import dev.trebuchetfx.client.tap.TapEvent.StreamOpened;
import dev.trebuchetfx.client.tap.TapEvent.StreamStarted;
import dev.trebuchetfx.client.tap.TapEvent.UpdateLeftOut;
import dev.trebuchetfx.client.tap.TapEvent.UpdateUndecodable;
import dev.trebuchetfx.client.tap.TapEvent.UpdatesConflated;
import dev.trebuchetfx.client.wire.Envelope;
import dev.trebuchetfx.client.wire.HeartbeatEnvelope;
import dev.trebuchetfx.inspector.audit.LineEvent;
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
 * Reads a log from where it left off and keeps what the events mean: what the messages say is judged once, by a {@link LogAudit}; here
 * is added what a client tells of itself, or what it would have told.
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
    private final ConnectionAnalysis connection = new ConnectionAnalysis();
    private final MessageIndex rows;
    private final RowLinker linker;
    private final LogAudit audit;
    private long next;
    private long neverRead;
    private boolean readsLandmarks;
    /** Whether a client says what it makes of its messages; otherwise that is concluded from them. */
    private boolean toldByClient;

    private long reading;
    private final FrameNotices concluded;

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
        this.concluded = new FrameNotices(audit.isFiltered(), this::concluded);
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
        switch (kind) {
            case STREAM_OPENED, STREAM_STARTED, UPDATE_ACCEPTED -> toldByClient = true;
            default -> {}
        }
        switch (kind) {
            case UPDATE_ACCEPTED -> accepted(event);
            case POSITION -> with(logical(event), stream -> stream.position(streamID(event), event.sequence()));
            case FAULT -> linker.note(event.index(), MessageRows.NO_STREAM, 0, Verdict.CONNECTION);
            case CHECKPOINTS_WRITTEN, CALL_STARTED, LATER -> {}
            default -> {
                TapEvent notice = event.notice();
                if (notice != null) {
                    read(notice, event.index());
                    concludeFrom(notice, event);
                }
            }
        }
    }

    private void concluded(TapEvent notice) {
        if (notice instanceof TapEvent.UpdateAccepted update) {
            accepted(update);
        } else {
            read(notice, reading);
        }
    }

    private void concludeFrom(TapEvent notice, LogCursor event) {
        reading = event.index();
        if (!toldByClient
                && notice instanceof ConnectionChanged(Instant at, int number, ConnectionState.Offline gone)) {
            concluded.closed(at, number, gone.cause());
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
        linker.message(event);
        Envelope envelope = judged.line() instanceof LineEvent.Message message ? message.envelope() : null;
        int stream = judged.judgement().stream();
        if (envelope != null && stream != 0 && !toldByClient) {
            reading = event.index();
            concluded.message(event, number, envelope, stream + judged.side() * STREAMS_A_SIDE, judged.judgement());
        }
        switch (event.kind()) {
            case UNDECODABLE -> connection.undecodableCame();
            case STREAM_DATA -> {
                Segment segment = event.count() == 0 ? null : segment(streamID(event));
                if (segment != null) {
                    segment.skipped(event.sequence(), event.count());
                }
            }
            case HEARTBEAT -> {
                if (envelope instanceof HeartbeatEnvelope heartbeat) {
                    learn(heartbeat);
                }
            }
            default -> {}
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
            case DuplicateSeen duplicate -> duplicate(duplicate);
            case GapSeen gap -> gap(gap, index);
            case UpdateUndecodable bad -> undecodable(bad.at(), bad.stream(), bad.streamID(), bad.sequence());
            case ResumeSent sent -> with(sent.stream(), stream -> stream.resumeSent(sent));
            case ResumeAnswered answered -> with(answered.stream(), stream -> stream.resumeAnswered(answered));
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
        with(started.stream(), stream -> stream.started(started, !readsLandmarks));
    }

    private void accepted(LogCursor event) {
        UpdateKind kind = event.has(EventFlags.REPLAY)
                ? UpdateKind.REPLAY
                : event.has(EventFlags.DELTA) ? UpdateKind.DELTA : UpdateKind.FULL;
        accepted(event.instant(), logical(event), streamID(event), event.sequence(), kind);
    }

    private void accepted(TapEvent.UpdateAccepted update) {
        accepted(update.at(), update.stream(), update.streamID(), update.sequence(), update.kind());
    }

    private void accepted(Instant at, int number, UUID streamID, long sequence, UpdateKind kind) {
        if (!streams.containsKey(number)) {
            // Opened before the capture began, and not even a landmark is left of it.
            add(new StreamAnalysis(number, at));
        }
        if (linker.stream(streamID) == null) {
            linker.started(streamID, number, false);
        }
        linker.meant(
                number,
                streamID,
                sequence,
                switch (kind) {
                    case FULL -> Verdict.LIVE;
                    case DELTA -> Verdict.DELTA;
                    case REPLAY -> Verdict.REPLAY;
                });
        with(number, stream -> stream.accepted(at, streamID, sequence, kind));
    }

    private void duplicate(DuplicateSeen duplicate) {
        linker.meant(duplicate.stream(), duplicate.streamID(), duplicate.sequence(), Verdict.DUPLICATE);
        with(
                duplicate.stream(),
                stream -> stream.duplicate(duplicate.at(), duplicate.streamID(), duplicate.sequence()));
    }

    private void gap(GapSeen gap, long index) {
        Verdict verdict = gap.report().healed() ? Verdict.HEALED : Verdict.MISSING;
        note(index, gap.stream(), gap.report().fromSequence(), verdict);
        with(gap.stream(), stream -> stream.gap(gap));
    }

    private void undecodable(Instant at, int stream, UUID streamID, long sequence) {
        linker.meant(stream, streamID, sequence, Verdict.UNDECODABLE);
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
            return null;
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
