// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.internal.flight.GapFlight;
import dev.trebuchetfx.client.internal.flight.ReplayFlight;
import dev.trebuchetfx.client.internal.flight.ResumeFlight;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reporter of one stream, which tells its subscribers and the taps what happens, in one order. Owned by the client's loop. */
final class StreamReporter {
    private static final Logger LOG = LoggerFactory.getLogger("dev.trebuchetfx.client.stream");

    private final int stream;
    private final StreamContext context;
    private final StreamSink sink;
    private final CheckpointTrack track;
    private final ShownVersions versions;
    private Freshness freshness = Freshness.CATCHING_UP;
    /** The freshness as far as this client can tell by itself. */
    private Freshness own = Freshness.CATCHING_UP;
    /** The reason why the server does not vouch for the stream; null where it does. */
    private @Nullable String unvouched;

    // The freshness that the taps are told differs where the subscriber can't read the newest update.
    private Freshness tapped = Freshness.CATCHING_UP;
    private boolean unreadable;

    // What a recording of the Flight Recorder has not got yet.
    private @Nullable ResumeFlight asked;
    private @Nullable ReplayFlight replay;

    StreamReporter(int stream, StreamContext context, StreamSink sink, CheckpointTrack track, ShownVersions versions) {
        this.stream = stream;
        this.context = context;
        this.sink = sink;
        this.track = track;
        this.versions = versions;
    }

    void opened(StreamRequest request) {
        tap(at -> new TapEvent.StreamOpened(at, stream, request.actor(), request.targetIdentifier(), request.filter()));
    }

    /** Reports the checkpoint that an earlier run has left; its state is shown before there is any connection. */
    void restored(StoredCheckpoint stored, boolean resumable) {
        StreamCheckpoint position = stored.position();
        StoredCheckpoint.LastState state = stored.lastState();
        tap(at -> new TapEvent.CheckpointRestored(
                at,
                stream,
                position.streamID(),
                position.lastSequence(),
                stored.savedAt(),
                resumable,
                state == null ? null : state.json()));
        versions.restored(position, state != null);
        if (state != null) {
            sink.offer(new StreamEvent.Update<>(
                    position.streamID(),
                    position.lastSequence(),
                    UpdateKind.REPLAY,
                    StateValue.of(state.json()),
                    state.serverTime(),
                    0));
            freshness(Freshness.STALE, "the last known state, kept at " + stored.savedAt());
        }
    }

    void started(int connection, StreamStartEnvelope start, StreamCheckpoint origin, @Nullable Long resumedFrom) {
        track.started(origin);
        versions.began(origin.streamID(), origin.epoch());
        var ext = start.ext();
        tap(at -> new TapEvent.StreamStarted(
                at, connection, stream, start.streamID(), start.actorID(), resumedFrom != null, ext));
        sink.offer(new StreamEvent.Started<>(start.streamID(), ext == null ? null : ext.epoch(), resumedFrom));
    }

    /** Reports an update that is shown: {@code state} is whole, {@code content} is the state or delta that travelled. */
    void update(StreamDataEnvelope data, UpdateKind kind, StateValue state, Bytes content) {
        accepted(data, kind, content);
        track.offered(
                data.streamID(),
                data.sequenceNumber(),
                data.ext() == null ? null : data.ext().cursor());
        var ext = data.ext();
        // Updates that the server skipped for a slow line are told like those that are conflated here for a slow
        // subscriber.
        long skipped = ext == null || ext.skipped() == null ? 0 : asCount(ext.skipped());
        Long version = ext == null ? null : ext.throughVersion();
        versions.offered(data.streamID(), data.sequenceNumber(), version);
        sink.offer(new StreamEvent.Update<>(
                data.streamID(), data.sequenceNumber(), kind, state, data.timestamp(), skipped, version));
    }

    /** Returns an unsigned number as a count, which a server must not be able to make negative. */
    private static long asCount(long unsigned) {
        return unsigned < 0 ? Long.MAX_VALUE : unsigned;
    }

    /**
     * Reports a delta that could not be applied, so that the full state is asked for.
     *
     * @param first true for the first one since the last full state: subscribers are told of no other
     */
    void refused(StreamDataEnvelope data, String why, boolean first) {
        tap(at -> new TapEvent.UpdateUndecodable(at, stream, data.streamID(), data.sequenceNumber(), why));
        if (first) {
            sink.offer(new StreamEvent.Undecodable<>(
                    data.streamID(), data.sequenceNumber(), why, data.data().size()));
        }
    }

    /** Reports that the state of an update was not the server's. */
    void drifted(UUID streamID, long sequence, @Nullable String path) {
        tap(at -> new TapEvent.DriftFound(at, stream, streamID, sequence, path));
        sink.offer(new StreamEvent.Drifted<>(streamID, sequence, path));
    }

    /** Reports an update that is not shown, since the filter that the client itself applies leaves it out for now. */
    void leftOut(StreamDataEnvelope data, StreamCheckpoint position) {
        track.confirmed(position);
        tap(at -> new TapEvent.UpdateLeftOut(
                at, stream, data.streamID(), data.sequenceNumber(), data.data().size()));
    }

    /** Notes that the state shown last stands for this position too. */
    void movedOn(StreamCheckpoint position) {
        track.confirmed(position);
    }

    /**
     * Reports that a filter decides from here on.
     *
     * @param here true if the client applies the filter itself
     */
    void filterSettled(UUID streamID, @Nullable StreamFilter filter, boolean here, long fromSequence) {
        tap(at -> new TapEvent.FilterSettled(at, stream, streamID, filter, here, fromSequence));
    }

    /** Reports that the first state of a new stream is the one that is shown already: the taps see it, subscribers have nothing to do. */
    void confirmed(StreamDataEnvelope data, StreamCheckpoint position, Bytes content) {
        track.confirmed(position);
        if (data.ext() != null && data.ext().throughVersion() != null) {
            versions.cameThrough(data.ext().throughVersion());
        }
        accepted(data, UpdateKind.REPLAY, content);
    }

    private void accepted(StreamDataEnvelope data, UpdateKind kind, Bytes content) {
        if (context.taps().isActive()) {
            // The taps take the state or delta without its wrapper.
            StreamDataEnvelope unwrapped = new StreamDataEnvelope(
                    data.streamID(), data.sequenceNumber(), content, data.timestamp(), data.ext());
            context.taps().updateAccepted(context.time().epochNanos(), stream, unwrapped, kind);
        }
    }

    void duplicate(UUID streamID, long sequence) {
        tap(at -> new TapEvent.DuplicateSeen(at, stream, streamID, sequence));
        sink.offer(new StreamEvent.Duplicate<>(streamID, sequence));
    }

    /** Reports a gap whose updates have been asked for; {@link #gap} reports how it ends. */
    void gapDetected(GapReport gap) {
        tap(at -> new TapEvent.GapSeen(at, stream, gap));
    }

    void gap(GapReport gap) {
        if (gap.healed()) {
            LOG.info("TFX-LOG-007: missing updates of stream {} have come after all: {}", gap.streamID(), numbers(gap));
        } else {
            LOG.warn(
                    "TFX-LOG-006: updates of stream {} are missing: {}, {}", gap.streamID(), numbers(gap), gap.cause());
        }
        tap(at -> new TapEvent.GapSeen(at, stream, gap));
        sink.offer(new StreamEvent.Gap<>(gap));
        GapFlight.seen(stream, gap);
    }

    private static String numbers(GapReport gap) {
        String from = Long.toUnsignedString(gap.fromSequence());
        return gap.toSequence() == null ? from + " and later" : from + " to " + Long.toUnsignedString(gap.toSequence());
    }

    void resumeSent(int connection, UUID streamID, long lastSequence) {
        tap(at -> new TapEvent.ResumeSent(at, connection, stream, streamID, lastSequence));
        asked = ResumeFlight.sent(stream, lastSequence);
    }

    /** Reports the server's answer to a resume; {@code lost} is the number of updates that are known not to come, null where unknown. */
    void answered(Phase.Resuming resuming, StreamResumedEnvelope answer, @Nullable Long lost) {
        resumed(new ResumeReport(
                answer.streamID(),
                resuming.lastSequence(),
                answer.outcome(),
                answer.reason(),
                answer.fromSequence(),
                answer.toSequence(),
                lost,
                answer.oldestBuffered(),
                answer.newestBuffered(),
                elapsed(resuming)));
    }

    /** Returns the report of a resume that a version 2 server answers without saying so; the updates that come have to show its outcome. */
    ResumeReport unanswered(Phase.Resuming resuming) {
        return new ResumeReport(
                resuming.streamID(),
                resuming.lastSequence(),
                ResumeOutcome.RESTARTED,
                null,
                null,
                null,
                null,
                null,
                null,
                elapsed(resuming));
    }

    void resumed(ResumeReport report) {
        tap(at -> new TapEvent.ResumeAnswered(at, stream, report));
        sink.offer(new StreamEvent.Resumed<>(report));
        if (asked != null) {
            asked.answered(report);
            asked = null;
        }
        Long from = report.fromSequence();
        Long to = report.toSequence();
        replay = from == null || to == null ? null : ReplayFlight.of(stream, to - from + 1);
    }

    /** Reports that the stream was restarted so many times that it waits before it asks again. */
    void restartsSlowed(int restarts, Duration pause) {
        tap(at -> new TapEvent.RestartsSlowed(at, stream, restarts, pause));
        sink.offer(new StreamEvent.RestartsSlowed<>(restarts, pause));
    }

    /** Reports that the checkpoint can't be used and is dropped. */
    void checkpointDropped(StreamCheckpoint checkpoint, String why) {
        track.unusable();
        tap(at -> new TapEvent.CheckpointDropped(at, stream, checkpoint.streamID(), checkpoint.lastSequence(), why));
    }

    /** Reports the freshness; a stream for which the server does not vouch is stale where it would be live. */
    void freshness(Freshness next, String why) {
        own = next;
        String problem = unvouched;
        if (next == Freshness.LIVE && problem != null) {
            report(Freshness.STALE, problem);
        } else {
            report(next, why);
        }
    }

    /**
     * Takes the server's word on whether it vouches for the stream.
     *
     * @param problem the reason why it does not; null where it does again
     */
    void vouched(@Nullable String problem) {
        unvouched = problem;
        if (own == Freshness.LIVE) {
            freshness(Freshness.LIVE, "the server vouches for the state again");
        }
    }

    /** Forgets what the server has said, since another server, or another stream of it, takes its place. */
    void unsaid() {
        unvouched = null;
    }

    private void report(Freshness next, String why) {
        if (freshness == next) {
            return;
        }
        freshness = next;
        if (next == Freshness.LIVE && replay != null) {
            replay.over();
            replay = null;
        }
        tapFreshness(why);
        sink.offer(new StreamEvent.FreshnessChanged<>(next, why));
    }

    private void tapFreshness(String why) {
        Freshness now = unreadable && !freshness.isStale() ? Freshness.STALE : freshness;
        if (now != tapped) {
            tapped = now;
            tap(at -> new TapEvent.FreshnessChanged(at, stream, now, why));
        }
    }

    void ended(StreamEndReason reason) {
        freshness(Freshness.ENDED, "the server ended the stream: " + reason.wireName());
        tap(at -> new TapEvent.StreamClosed(at, stream, reason.wireName()));
        sink.offer(new StreamEvent.Ended<>(reason));
    }

    void failed(TrebuchetException error) {
        String why = String.valueOf(error.getMessage());
        freshness(Freshness.FAILED, why);
        tap(at -> new TapEvent.StreamClosed(at, stream, why));
        sink.offer(new StreamEvent.Failed<>(error));
    }

    void closed(String why) {
        tap(at -> new TapEvent.StreamClosed(at, stream, why));
    }

    void delivered(StreamEvent.Update<?> update) {
        tap(at -> new TapEvent.PositionAdvanced(at, stream, update.streamID(), update.sequence()));
        if (update.conflated() > 0) {
            tap(at -> new TapEvent.UpdatesConflated(at, stream, update.conflated()));
        }
    }

    /** Reports an update that the subscriber can't read: the state that it shows is stale, whatever has come. */
    void undecodable(StreamEvent.Undecodable<?> event) {
        tap(at -> new TapEvent.UpdateUndecodable(at, stream, event.streamID(), event.sequence(), event.why()));
        unreadable = true;
        tapFreshness("the newest update can't be read, so that an older one is shown");
    }

    /** Reports that the subscriber can read the newest update again. */
    void readable() {
        unreadable = false;
        tapFreshness("the newest update can be read again");
    }

    private Duration elapsed(Phase.Resuming resuming) {
        return Duration.ofNanos(context.time().nanoTime() - resuming.sentNanos());
    }

    private void tap(Function<Instant, TapEvent> event) {
        if (context.taps().isActive()) {
            context.taps().emit(event.apply(TapEvent.instant(context.time().epochNanos())));
        }
    }
}
