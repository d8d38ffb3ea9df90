// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.client.tap.TapEvent.CallEnded;
import dev.trebuchetfx.client.tap.TapEvent.CallStarted;
import dev.trebuchetfx.client.tap.TapEvent.CheckpointRestored;
import dev.trebuchetfx.client.tap.TapEvent.CheckpointsImpaired;
import dev.trebuchetfx.client.tap.TapEvent.CheckpointsWritten;
import dev.trebuchetfx.client.tap.TapEvent.ConnectionChanged;
import dev.trebuchetfx.client.tap.TapEvent.DuplicateSeen;
import dev.trebuchetfx.client.tap.TapEvent.FreshnessChanged;
import dev.trebuchetfx.client.tap.TapEvent.GapSeen;
import dev.trebuchetfx.client.tap.TapEvent.MessageReceived;
import dev.trebuchetfx.client.tap.TapEvent.MessageSent;
import dev.trebuchetfx.client.tap.TapEvent.MessageUndecodable;
import dev.trebuchetfx.client.tap.TapEvent.PositionAdvanced;
import dev.trebuchetfx.client.tap.TapEvent.ResumeAnswered;
import dev.trebuchetfx.client.tap.TapEvent.ResumeSent;
import dev.trebuchetfx.client.tap.TapEvent.StreamClosed;
import dev.trebuchetfx.client.tap.TapEvent.StreamOpened;
import dev.trebuchetfx.client.tap.TapEvent.StreamStarted;
import dev.trebuchetfx.client.tap.TapEvent.UpdateAccepted;
import dev.trebuchetfx.client.tap.TapEvent.UpdateUndecodable;
import dev.trebuchetfx.client.tap.TapEvent.UpdatesConflated;
import dev.trebuchetfx.client.wire.Envelope;
import dev.trebuchetfx.client.wire.HeartbeatEnvelope;
import dev.trebuchetfx.client.wire.StreamDataEnvelope;
import dev.trebuchetfx.inspector.capture.EventLog;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log from where it left off and keeps what the events mean.
 *
 * <p>Confined to one thread, which need not be the one that fills the log.
 */
public final class CaptureAnalysis {
    private static final int MAX_STREAMS = 1_000;

    private final EventLog log;
    private final Map<Integer, StreamAnalysis> streams = new LinkedHashMap<>();
    private final ConnectionAnalysis connection = new ConnectionAnalysis();
    private final MessageIndex rows;
    private final RowLinker linker;
    private long next;
    private long neverRead;
    private boolean readsLandmarks;

    /** {@code maxRows}: how many rows of messages to keep. */
    public CaptureAnalysis(EventLog log, int maxRows) {
        this.log = log;
        this.rows = new MessageIndex(maxRows);
        this.linker = new RowLinker(rows);
    }

    /** Reads up to {@code limit} further events; returns whether there was any. */
    public boolean advance(int limit) {
        EventLog.Extent extent = log.extent();
        if (extent.first() > next) {
            neverRead += extent.first() - next;
            readsLandmarks = true;
            log.landmarks().forEach(event -> read(event, -1));
            readsLandmarks = false;
            next = extent.first();
        }
        long before = next;
        next = log.read(next, limit, this::read);
        rows.dropBefore(extent.first());
        return next != before;
    }

    private void read(TapEvent event, long index) {
        switch (event) {
            case ConnectionChanged changed -> {
                connection.changed(changed);
                note(index, 0, 0, Verdict.CONNECTION);
            }
            case MessageSent sent -> {
                connection.sent(sent.at(), sent.connection(), sent.bytes());
                linker.message(index, sent.envelope());
            }
            case MessageReceived received -> {
                connection.received(received.at(), received.connection(), received.bytes());
                linker.message(index, received.envelope());
                learn(received.envelope());
            }
            case MessageUndecodable bad -> {
                connection.undecodable(bad.at(), bad.connection(), bad.raw().size());
                note(index, 0, 0, Verdict.UNDECODABLE);
            }
            case StreamOpened opened -> opened(opened);
            case StreamStarted started -> started(started);
            case UpdateAccepted update -> accepted(update);
            case DuplicateSeen duplicate -> duplicate(duplicate);
            case GapSeen gap -> gap(gap, index);
            case UpdateUndecodable bad -> undecodable(bad.at(), bad.stream(), bad.streamID(), bad.sequence());
            case ResumeSent sent -> with(sent.stream(), stream -> stream.resumeSent(sent));
            case ResumeAnswered answered -> with(answered.stream(), stream -> stream.resumeAnswered(answered));
            case FreshnessChanged changed -> with(changed.stream(), stream -> stream.freshness(changed));
            case PositionAdvanced position -> with(position.stream(), stream -> stream.position(position));
            case UpdatesConflated conflated ->
                with(conflated.stream(), stream -> stream.conflated(conflated.at(), conflated.count()));
            case StreamClosed closed -> with(closed.stream(), stream -> stream.closed(closed));
            // The state of an earlier run is no update of the server's.
            case CheckpointRestored ignored -> {}
            case CheckpointsWritten ignored -> {}
            case CheckpointsImpaired ignored -> note(index, 0, 0, Verdict.ERROR);
            case CallStarted ignored -> {}
            case CallEnded ended -> {
                if (ended.error() != null) {
                    note(index, 0, 0, Verdict.ERROR);
                }
            }
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

    private void accepted(UpdateAccepted update) {
        if (!streams.containsKey(update.stream())) {
            // Opened before the capture began, and not even a landmark is left of it.
            add(new StreamAnalysis(update.stream(), update.at()));
        }
        if (linker.stream(update.streamID()) == null) {
            linker.started(update.streamID(), update.stream(), false);
        }
        linker.meant(
                update.stream(),
                update.streamID(),
                update.sequence(),
                switch (update.kind()) {
                    case FULL -> Verdict.LIVE;
                    case DELTA -> Verdict.DELTA;
                    case REPLAY -> Verdict.REPLAY;
                });
        with(update.stream(), stream -> stream.accepted(update));
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

    /** What a message tells beyond what the client makes of it. */
    private void learn(Envelope envelope) {
        if (envelope instanceof StreamDataEnvelope data) {
            Segment segment = segment(data.streamID());
            Long skipped = data.ext() == null ? null : data.ext().skipped();
            if (segment != null && skipped != null && skipped > 0) {
                segment.skipped(data.sequenceNumber(), skipped);
            }
        } else if (envelope instanceof HeartbeatEnvelope heartbeat) {
            heartbeat.streams().forEach((streamID, newest) -> {
                Segment segment = segment(streamID);
                if (segment != null) {
                    segment.sawNewest(newest);
                }
            });
        }
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

    public ConnectionAnalysis connection() {
        return connection;
    }

    public MessageIndex rows() {
        return rows;
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
