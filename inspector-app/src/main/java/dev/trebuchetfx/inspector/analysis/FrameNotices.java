// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.client.wire.Bytes;
import dev.trebuchetfx.client.wire.Envelope;
import dev.trebuchetfx.client.wire.InvocationEnvelope;
import dev.trebuchetfx.client.wire.StreamDataEnvelope;
import dev.trebuchetfx.client.wire.StreamEndEnvelope;
import dev.trebuchetfx.client.wire.StreamErrorEnvelope;
import dev.trebuchetfx.client.wire.StreamResumeEnvelope;
import dev.trebuchetfx.client.wire.StreamResumedEnvelope;
import dev.trebuchetfx.client.wire.StreamStartEnvelope;
import dev.trebuchetfx.inspector.audit.Judgement;
import dev.trebuchetfx.inspector.audit.SequenceVerdict;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.LogCursor;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a client would have noticed, concluded from its messages alone, for captures in which no client says it: those of a proxy, and of other
 * tools. How the client took it, and whether it did, is not known.
 *
 * <p>Confined to the thread of the analysis.
 */
final class FrameNotices {
    private final boolean filtered;
    private final Consumer<TapEvent> sink;
    private final Set<Integer> opened = new HashSet<>();
    private final Map<UUID, Long> newest = new HashMap<>();
    private final Map<Integer, TapEvent.ResumeSent> resumes = new HashMap<>();
    private final Map<Integer, Integer> connections = new HashMap<>();

    /** {@code filtered}: whether events were left out by a query, so that what is not there was not missed. */
    FrameNotices(boolean filtered, Consumer<TapEvent> sink) {
        this.filtered = filtered;
        this.sink = sink;
    }

    /** Tells of the next frame. {@code stream}: the number of its logical stream, not 0. */
    void message(LogCursor event, int connection, Envelope envelope, int stream, Judgement judged) {
        Instant at = event.instant();
        connections.put(stream, connection);
        switch (envelope) {
            case InvocationEnvelope asked ->
                opened(
                        stream,
                        new TapEvent.StreamOpened(
                                at, stream, asked.actorID(), asked.targetIdentifier(), asked.streamFilter()));
            case StreamStartEnvelope start -> {
                opened(
                        stream,
                        new TapEvent.StreamOpened(
                                at, stream, start.actorID(), start.targetIdentifier(), start.filter()));
                sink.accept(new TapEvent.StreamStarted(
                        at, connection, stream, start.streamID(), start.actorID(), judged.restart(), start.ext()));
            }
            case StreamResumeEnvelope resume -> {
                opened(
                        stream,
                        new TapEvent.StreamOpened(at, stream, resume.actorID(), resume.targetIdentifier(), null));
                TapEvent.ResumeSent sent =
                        new TapEvent.ResumeSent(at, connection, stream, resume.streamID(), resume.lastSequence());
                resumes.put(stream, sent);
                freshness(at, stream, Freshness.CATCHING_UP, "asked for what was missed");
                sink.accept(sent);
            }
            case StreamResumedEnvelope resumed -> resumed(at, stream, resumed);
            case StreamDataEnvelope data -> data(at, stream, data, judged.verdict(), event.has(EventFlags.DELTA));
            case StreamEndEnvelope end ->
                sink.accept(new TapEvent.StreamClosed(at, stream, end.reason().wireName()));
            case StreamErrorEnvelope error -> sink.accept(new TapEvent.StreamClosed(at, stream, error.errorMessage()));
            default -> {}
        }
    }

    /** Tells that no more comes on a connection. */
    void closed(Instant at, int connection, String why) {
        connections.forEach((stream, carrier) -> {
            if (carrier == connection) {
                freshness(at, stream, Freshness.STALE, why);
            }
        });
    }

    private void opened(int stream, TapEvent.StreamOpened notice) {
        if (opened.add(stream)) {
            sink.accept(notice);
        }
    }

    private void resumed(Instant at, int stream, StreamResumedEnvelope answer) {
        TapEvent.ResumeSent sent = resumes.remove(stream);
        long last = sent == null ? 0 : sent.lastSequence();
        Duration elapsed = sent == null ? Duration.ZERO : Duration.between(sent.at(), at);
        sink.accept(new TapEvent.ResumeAnswered(
                at,
                stream,
                new ResumeReport(
                        answer.streamID(),
                        last,
                        answer.outcome(),
                        answer.reason(),
                        answer.fromSequence(),
                        answer.toSequence(),
                        null,
                        answer.oldestBuffered(),
                        answer.newestBuffered(),
                        elapsed)));
    }

    private void data(
            Instant at, int stream, StreamDataEnvelope data, @Nullable SequenceVerdict verdict, boolean isDelta) {
        UUID streamID = data.streamID();
        long sequence = data.sequenceNumber();
        if (!opened.contains(stream)) {
            // It began before the capture: whether a client tells of it, the next event shows.
            return;
        }
        switch (verdict) {
            case LIVE, SKIPPED, GAP, REPLAY -> {
                Long before = newest.get(streamID);
                if (verdict == SequenceVerdict.GAP && before != null && !filtered) {
                    sink.accept(new TapEvent.GapSeen(
                            at,
                            stream,
                            new GapReport(streamID, before + 1, sequence - 1, GapReport.Cause.JUMPED, false)));
                }
                newest.merge(streamID, sequence, (a, b) -> Long.compareUnsigned(a, b) >= 0 ? a : b);
                UpdateKind kind = verdict == SequenceVerdict.REPLAY
                        ? UpdateKind.REPLAY
                        : isDelta ? UpdateKind.DELTA : UpdateKind.FULL;
                sink.accept(new TapEvent.UpdateAccepted(at, stream, streamID, sequence, kind, Bytes.empty()));
                if (verdict != SequenceVerdict.REPLAY) {
                    freshness(at, stream, Freshness.LIVE, "updates come");
                }
            }
            case DUPLICATE, RESUME_OVERLAP, REORDERED, AMBIGUOUS ->
                sink.accept(new TapEvent.DuplicateSeen(at, stream, streamID, sequence));
            case UNPLACED -> {}
            case null -> {}
        }
    }

    private void freshness(Instant at, int stream, Freshness freshness, String why) {
        sink.accept(new TapEvent.FreshnessChanged(at, stream, freshness, why));
    }
}
