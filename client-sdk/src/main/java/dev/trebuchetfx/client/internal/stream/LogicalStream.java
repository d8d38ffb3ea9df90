// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.error.StreamFailedException;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.internal.connection.Session;
import dev.trebuchetfx.client.internal.time.TimeSource;
import dev.trebuchetfx.client.wire.Bytes;
import dev.trebuchetfx.client.wire.ResumeOutcome;
import dev.trebuchetfx.client.wire.SequenceNumbers;
import dev.trebuchetfx.client.wire.StreamDataEnvelope;
import dev.trebuchetfx.client.wire.StreamEndEnvelope;
import dev.trebuchetfx.client.wire.StreamEndReason;
import dev.trebuchetfx.client.wire.StreamErrorEnvelope;
import dev.trebuchetfx.client.wire.StreamResumedEnvelope;
import dev.trebuchetfx.client.wire.StreamStartEnvelope;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an application observes, across the streams that reconnects and restarts give it.
 *
 * <p>Owned by the client's loop: every method is called on it. Knows envelopes and sessions, not sockets.
 */
final class LogicalStream implements StreamHandle {
    private static final int MAX_HELD = 10_000;

    private final StreamRequest request;
    private final StreamContext context;
    private final StreamReporter reporter;
    private final StreamRegistry registry;
    private final Progress progress;
    private final CheckpointTrack track;

    // Valid for one session.
    private Phase phase = new Phase.Waiting();
    private @Nullable Session session;
    private TimeSource.@Nullable Timer watchdog;
    private int invocations;

    LogicalStream(
            int number,
            StreamRequest request,
            StreamContext context,
            StreamSink sink,
            StreamRegistry registry,
            CheckpointTrack track) {
        this.request = request;
        this.context = context;
        this.reporter = new StreamReporter(number, context, sink, track);
        this.track = track;
        this.registry = registry;
        this.progress = new Progress(reporter, context.time());
        reporter.opened(request);
    }

    StreamRequest request() {
        return request;
    }

    @Nullable
    StreamCheckpoint checkpoint() {
        return progress.checkpoint();
    }

    /** Shows what an earlier run has left, if anything, and makes it the position where that is still good. */
    void restore() {
        StoredCheckpoint stored = track.restored();
        if (stored != null) {
            boolean resumable = stored.isResumableAt(
                    context.time().instant(), context.checkpoints().maxAge());
            progress.restore(stored, resumable);
            reporter.restored(stored, resumable);
        }
    }

    /** The server has the stream, as far as anybody can tell: a checkpoint of it is good from now on. */
    void vouchFor() {
        if (phase instanceof Phase.Live) {
            track.vouchedFor();
        }
    }

    Phase phase() {
        return phase;
    }

    // ---- what the registry decides ----

    /** Asks for what was missed, from the checkpoint. */
    void resume(Session on) {
        reporter.freshness(Freshness.CATCHING_UP, "connected again, asking for what was missed");
        sendResume(on, false);
    }

    /** Invokes the method, for the first time or afresh. */
    void invoke(Session on) {
        session = on;
        UUID callID = context.ids().get();
        // The server may still hold the stream that this one takes the place of.
        unsubscribe(on);
        enter(new Phase.Invoking(callID));
        reporter.freshness(Freshness.CATCHING_UP, "waiting for the current state");
        String refusal = context.sender().send(on, request.invocation(callID, context.heartbeatInterval()));
        if (refusal != null) {
            fail(new StreamFailedException(describe() + " can't be observed: " + refusal));
            return;
        }
        // A version 2 server dispatches one call after the other and may be slow: ask ever more seldom.
        watch(context.answerTimeout().multipliedBy(1L << Math.min(invocations++, 5)), () -> invoke(on));
    }

    /** The session that carried the stream is over. */
    void disconnected(String why) {
        session = null;
        progress.replayUntil(0);
        enter(new Phase.Waiting());
        reporter.freshness(Freshness.STALE, why);
    }

    @Override
    public void close() {
        if (phase instanceof Phase.Closed) {
            return;
        }
        if (session != null) {
            unsubscribe(session);
        }
        enter(new Phase.Closed());
        track.forget();
        reporter.closed();
        registry.forget(this);
    }

    @Override
    public void delivered(StreamEvent.Update<Bytes> update) {
        track.taken(update);
        if (context.taps().isActive()) {
            context.loop().execute(() -> reporter.delivered(update));
        }
    }

    @Override
    public void undecodable(StreamEvent.Undecodable<?> event) {
        reporter.undecodable(event);
    }

    private void unsubscribe(Session on) {
        StreamCheckpoint at = progress.checkpoint();
        if (at != null && on.isExtended()) {
            context.sender().send(on, new StreamEndEnvelope(at.streamID(), StreamEndReason.CLIENT_UNSUBSCRIBED));
        }
    }

    /** The client is closed. The server is not told to end the stream: the checkpoint is for the next run. */
    void clientClosed(TrebuchetException why) {
        vouchFor();
        end(why);
    }

    /** The stream can't go on. */
    void fail(TrebuchetException error) {
        track.forget();
        end(error);
    }

    private void end(TrebuchetException error) {
        if (phase instanceof Phase.Closed) {
            return;
        }
        enter(new Phase.Closed());
        reporter.failed(error);
        registry.forget(this);
    }

    // ---- what the server says ----

    /** A {@code streamStart} that the registry found to be ours. */
    void started(StreamStartEnvelope start) {
        int number = session == null ? 0 : session.number();
        Phase before = phase;
        invocations = 0;
        enter(new Phase.Live());
        switch (before) {
            case Phase.AwaitingRestart explained -> progress.begin(start, number);
            // Version 2: a restart that does not say so, nor why.
            case Phase.Resuming resuming -> progress.beginUnexplained(start, number, concluded(resuming));
            default -> progress.beginUnexplained(start, number, null);
        }
        if (request.filter() != null) {
            // The current state may not pass the filter. Only that nothing comes tells, so it is not live before.
            watch(() -> reporter.freshness(Freshness.LIVE, "nothing that is there passes the filter"));
        } else if (session != null && session.isExtended()) {
            // The current state comes first, always: where it does not, it was lost.
            Session on = session;
            watch(() -> sendResume(on, false));
        }
    }

    /** An update of the stream of this checkpoint. */
    void data(StreamDataEnvelope data) {
        if (phase instanceof Phase.Resuming resuming) {
            if (session != null && !session.isExtended()) {
                replayedByPlainPeer(session, resuming, data);
            } else if (resuming.held().size() < MAX_HELD) {
                resuming.held().add(data);
            }
            // What is held beyond the bound is dropped here and replayed: the answer covers it.
            return;
        }
        if (phase instanceof Phase.AwaitingRestart) {
            // The server has given this stream up and said what is lost of it: what comes late is not shown.
            reporter.duplicate(data.streamID(), data.sequenceNumber());
            return;
        }
        accept(data);
    }

    /** The server has sent numbers up to {@code newest}, unsigned: what has not come was lost, though nothing follows it. */
    void heartbeat(long newest) {
        Session on = session;
        if (on != null && phase instanceof Phase.Live && progress.lacks(newest) && progress.mayHeal()) {
            heal(on, newest);
        }
    }

    /** The answer to our resume. */
    void resumed(StreamResumedEnvelope answer) {
        if (!(phase instanceof Phase.Resuming resuming)) {
            return;
        }
        reporter.resumed(new ResumeReport(
                answer.streamID(),
                resuming.lastSequence(),
                answer.outcome(),
                answer.reason(),
                answer.fromSequence(),
                answer.toSequence(),
                Restarts.lost(answer, resuming.lastSequence(), request.filter() != null),
                answer.oldestBuffered(),
                answer.newestBuffered(),
                elapsed(resuming)));
        switch (answer.outcome()) {
            case CURRENT -> {
                if (!progress.hasState() && resuming.lastSequence() != 0 && session != null) {
                    // A checkpoint whose state was too large to keep: there is nothing to show yet.
                    sendResume(session, true);
                    return;
                }
                enter(new Phase.Live());
                track.vouchedFor();
                resuming.held().forEach(this::data);
                if (phase instanceof Phase.Live) {
                    progress.giveUpGap();
                }
                liveIfUndisturbed("nothing was missed");
            }
            case REPLAYED -> {
                progress.replayUntil(answer.toSequence() == null ? 0 : answer.toSequence());
                // What was held is part of the replay: it came before the answer.
                enter(new Phase.Live());
                watch(this::askAgain);
            }
            case RESTARTED -> {
                progress.willMiss(Restarts.gap(answer, resuming.lastSequence(), request.filter() != null));
                reporter.freshness(Freshness.RESYNCING, "the server restarts the stream with the full state");
                enter(new Phase.AwaitingRestart(answer.callID()));
                watch(this::askAgain);
            }
        }
        registry.resumeAnswered(this);
    }

    /** The server ended the stream. */
    void ended(StreamEndReason reason) {
        if (reason == StreamEndReason.CONNECTION_CLOSED) {
            // The connection follows; the stream is resumed on the next one.
            return;
        }
        enter(new Phase.Closed());
        track.forget();
        reporter.ended(reason);
        registry.forget(this);
    }

    /** The server could not start the stream, or it broke off. */
    void broken(StreamErrorEnvelope error) {
        boolean restarting = phase instanceof Phase.Resuming || progress.awaitsFirstStateOfConcludedRestart();
        if (restarting && session != null) {
            // A version 2 restart looks the actor up by its id; the name may still be good.
            invoke(session);
            registry.resumeAnswered(this);
            return;
        }
        fail(new StreamFailedException(describe() + " can't be observed: " + error.errorMessage()));
    }

    // ---- inside ----

    private void accept(StreamDataEnvelope data) {
        Progress.Step step = progress.accept(data);
        switch (step) {
            case CAUGHT_UP, REPLAYING -> taken(step);
            case DROPPED -> {}
            case JUMPED -> {
                if (session != null && session.isExtended() && progress.mayHeal()) {
                    heal(session, data.sequenceNumber() - 1);
                    if (phase instanceof Phase.Resuming resuming) {
                        resuming.held().add(data);
                    }
                } else {
                    taken(progress.skipTo(data, GapReport.Cause.JUMPED));
                }
            }
        }
    }

    private void taken(Progress.Step step) {
        if (step == Progress.Step.REPLAYING) {
            watch(this::askAgain);
        } else {
            liveIfUndisturbed("the newest state is shown");
        }
    }

    private void heal(Session on, long missingUpTo) {
        GapReport gap = progress.healing(missingUpTo);
        reporter.freshness(
                Freshness.RESYNCING,
                "updates " + SequenceNumbers.toText(gap.fromSequence()) + " to " + SequenceNumbers.toText(missingUpTo)
                        + " did not come; asked for them");
        // A server that could not close the gap the first time is asked for the full state.
        sendResume(on, !progress.mayHeal());
    }

    /** A version 2 server replays without a word; live updates then go on to the old connection, so invoke afresh. */
    private void replayedByPlainPeer(Session on, Phase.Resuming resuming, StreamDataEnvelope first) {
        long sequence = first.sequenceNumber();
        long expected = resuming.lastSequence() + 1;
        boolean hole = Long.compareUnsigned(sequence, expected) > 0;
        reporter.resumed(
                concluded(resuming).concluded(ResumeOutcome.REPLAYED, sequence, hole ? sequence - expected : 0L));
        // Nobody says where the replay ends: all of it is one, until the fresh stream starts.
        progress.replayUntil(-1L);
        invoke(on);
        if (hole) {
            progress.skipTo(first, GapReport.Cause.EVICTED);
        } else {
            accept(first);
        }
        registry.resumeAnswered(this);
    }

    /** What is known of a resume that a version 2 server has answered in its way. */
    private ResumeReport concluded(Phase.Resuming resuming) {
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

    private Duration elapsed(Phase.Resuming resuming) {
        return Duration.ofNanos(context.time().nanoTime() - resuming.sentNanos());
    }

    private void sendResume(Session on, boolean full) {
        StreamCheckpoint at = progress.checkpoint();
        if (at == null) {
            invoke(on);
            return;
        }
        session = on;
        UUID callID = context.ids().get();
        enter(new Phase.Resuming(
                at.streamID(), callID, at.lastSequence(), context.time().nanoTime()));
        reporter.resumeSent(on.number(), at.streamID(), at.lastSequence());
        String refusal = context.sender().send(on, request.resume(at, callID, progress.hasState(), full));
        if (refusal != null) {
            invoke(on);
            return;
        }
        watch(this::askAgain);
    }

    /** Nothing came in time: the resume is given up for a fresh invocation, which any server answers. */
    private void askAgain() {
        Session on = session;
        if (on != null) {
            invoke(on);
            registry.resumeAnswered(this);
        }
    }

    private void liveIfUndisturbed(String why) {
        if (phase instanceof Phase.Live) {
            unwatch();
            reporter.freshness(Freshness.LIVE, why);
        }
    }

    private void enter(Phase next) {
        unwatch();
        registry.phaseChanged(this, phase, next);
        phase = next;
    }

    private void watch(Runnable onSilence) {
        watch(context.answerTimeout(), onSilence);
    }

    private void watch(Duration patience, Runnable onSilence) {
        unwatch();
        Phase watched = phase;
        watchdog = context.time().schedule(patience, () -> context.loop().execute(() -> {
            if (phase == watched) {
                onSilence.run();
            }
        }));
    }

    private void unwatch() {
        if (watchdog != null) {
            watchdog.cancel();
            watchdog = null;
        }
    }

    private String describe() {
        return request.targetIdentifier() + " of " + request.actor();
    }
}
