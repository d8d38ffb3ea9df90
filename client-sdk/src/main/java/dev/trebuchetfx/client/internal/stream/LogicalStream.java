package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.error.StreamFailedException;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.internal.connection.Session;
import dev.trebuchetfx.client.internal.time.TimeSource;
import dev.trebuchetfx.client.wire.Bytes;
import dev.trebuchetfx.client.wire.InvocationEnvelope;
import dev.trebuchetfx.client.wire.ResumeOutcome;
import dev.trebuchetfx.client.wire.StreamDataEnvelope;
import dev.trebuchetfx.client.wire.StreamEndEnvelope;
import dev.trebuchetfx.client.wire.StreamEndReason;
import dev.trebuchetfx.client.wire.StreamErrorEnvelope;
import dev.trebuchetfx.client.wire.StreamResumeEnvelope;
import dev.trebuchetfx.client.wire.StreamResumedEnvelope;
import dev.trebuchetfx.client.wire.StreamStartEnvelope;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an application observes, across the streams that reconnects and restarts give it.
 *
 * <p>Owned by the client's loop: every method is called on it. Knows envelopes and sessions, not sockets.
 */
final class LogicalStream implements StreamHandle {
    /** The version of the extension that this client speaks. */
    static final int PROFILE = 1;

    private static final int MAX_HELD = 10_000;
    private static final int MAX_HEALING_ATTEMPTS = 2;

    private final StreamRequest request;
    private final StreamContext context;
    private final StreamReporter reporter;
    private final StreamRegistry registry;

    // Valid for the logical stream.
    private @Nullable StreamCheckpoint checkpoint;
    private @Nullable Bytes lastState;

    // Valid for one stream of the server.
    private Phase.@Nullable Succession succession;
    private @Nullable GapReport openGap;
    private int healingAttempts;
    private long replayUntil;
    private int invocations;

    // Valid for one session.
    private Phase phase = new Phase.Waiting();
    private @Nullable Session session;
    private TimeSource.@Nullable Timer watchdog;

    LogicalStream(int number, StreamRequest request, StreamContext context, StreamSink sink, StreamRegistry registry) {
        this.request = request;
        this.context = context;
        this.reporter = new StreamReporter(number, context, sink);
        this.registry = registry;
        reporter.opened(request);
    }

    StreamRequest request() {
        return request;
    }

    @Nullable
    StreamCheckpoint checkpoint() {
        return checkpoint;
    }

    Phase phase() {
        return phase;
    }

    // ---- what the registry decides ----

    /** Asks for what was missed, from the checkpoint. */
    void resume(Session on) {
        reporter.freshness(Freshness.CATCHING_UP, "connected again, asking for what was missed");
        sendResume(on, false, false);
    }

    /** Invokes the method, for the first time or afresh. */
    void invoke(Session on) {
        session = on;
        UUID callID = context.ids().get();
        if (checkpoint != null) {
            // The server may still hold the stream that this one takes the place of.
            unsubscribe(on, checkpoint);
        }
        enter(new Phase.Invoking(callID));
        reporter.freshness(Freshness.CATCHING_UP, "waiting for the current state");
        String refusal = context.sender()
                .send(
                        on,
                        new InvocationEnvelope(
                                callID,
                                request.actor(),
                                request.targetIdentifier(),
                                InvocationEnvelope.CURRENT_PROTOCOL_VERSION,
                                List.of(),
                                request.arguments(),
                                request.filter(),
                                null,
                                new InvocationEnvelope.Ext(PROFILE, List.of(), null)));
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
        replayUntil = 0;
        enter(new Phase.Waiting());
        reporter.freshness(Freshness.STALE, why);
    }

    @Override
    public void close() {
        if (phase instanceof Phase.Closed) {
            return;
        }
        if (session != null && checkpoint != null) {
            unsubscribe(session, checkpoint);
        }
        enter(new Phase.Closed());
        reporter.closed();
        registry.forget(this);
    }

    @Override
    public void delivered(StreamEvent.Update<?> update) {
        reporter.delivered(update);
    }

    @Override
    public void undecodable(StreamEvent.Undecodable<?> event) {
        reporter.undecodable(event);
    }

    private void unsubscribe(Session on, StreamCheckpoint from) {
        if (on.isExtended()) {
            context.sender().send(on, new StreamEndEnvelope(from.streamID(), StreamEndReason.CLIENT_UNSUBSCRIBED));
        }
    }

    /** The stream can't go on. */
    void fail(TrebuchetException error) {
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
        StreamCheckpoint before = checkpoint;
        if (before != null && before.lastSequence() != 0 && !(phase instanceof Phase.AwaitingRestart)) {
            // A restart that does not say so, nor why: after a resume at a version 2 server, or invoked afresh.
            succession = new Phase.Succession(
                    before.streamID(),
                    before.lastSequence(),
                    phase instanceof Phase.Resuming resuming
                            ? concludedReport(before, resuming, ResumeOutcome.RESTARTED)
                            : null);
        }
        Long resumedFrom = succession != null
                ? Long.valueOf(succession.lastSequence())
                : before == null ? null : Long.valueOf(before.lastSequence());
        var ext = start.ext();
        checkpoint = new StreamCheckpoint(
                start.streamID(),
                0,
                ext == null ? null : ext.epoch(),
                start.actorID(),
                start.targetIdentifier(),
                context.time().instant());
        replayUntil = 0;
        healingAttempts = 0;
        invocations = 0;
        if (openGap != null) {
            reporter.gap(openGap);
            openGap = null;
        }
        enter(new Phase.Live());
        reporter.started(session == null ? 0 : session.number(), start, resumedFrom);
        if (request.filter() != null) {
            // The current state may not pass the filter: then there is nothing to wait for.
            reporter.freshness(Freshness.LIVE, "what passes the filter is shown");
        }
    }

    /** An update of the stream of this checkpoint. */
    void data(StreamDataEnvelope data) {
        if (phase instanceof Phase.Resuming resuming) {
            if (session != null && !session.isExtended()) {
                replayedByPlainPeer(resuming, data);
            } else if (resuming.held().size() < MAX_HELD) {
                resuming.held().add(data);
            }
            // What is held beyond the bound is dropped here and replayed: the answer covers it.
            return;
        }
        accept(data);
    }

    /** The answer to our resume. */
    void resumed(StreamResumedEnvelope answer) {
        if (!(phase instanceof Phase.Resuming resuming) || checkpoint == null) {
            return;
        }
        StreamCheckpoint at = checkpoint;
        Long lost = Restarts.lost(answer, at.lastSequence());
        reporter.resumed(new ResumeReport(
                at.streamID(),
                resuming.lastSequence(),
                answer.outcome(),
                answer.reason(),
                answer.fromSequence(),
                answer.toSequence(),
                lost,
                answer.oldestBuffered(),
                answer.newestBuffered(),
                Duration.ofNanos(context.time().nanoTime() - resuming.sentNanos())));
        switch (answer.outcome()) {
            case CURRENT -> {
                enter(new Phase.Live());
                resuming.held().forEach(this::data);
                liveIfCaughtUp("nothing was missed");
            }
            case REPLAYED -> {
                replayUntil = answer.toSequence() == null ? 0 : answer.toSequence();
                // What was held is part of the replay: it came before the answer.
                enter(new Phase.Live());
                watch(this::askAgain);
            }
            case RESTARTED -> {
                GapReport gap = Restarts.gap(answer, at.lastSequence());
                openGap = gap;
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
        reporter.ended(reason);
        registry.forget(this);
    }

    /** The server could not start the stream, or it broke off. */
    void broken(StreamErrorEnvelope error) {
        boolean afterRestart = succession != null && succession.report() != null;
        if ((phase instanceof Phase.Resuming || afterRestart) && session != null) {
            // A version 2 restart looks the actor up by its id; the name may still be good.
            invoke(session);
            registry.resumeAnswered(this);
            return;
        }
        fail(new StreamFailedException(describe() + " can't be observed: " + error.errorMessage()));
    }

    // ---- inside ----

    private void accept(StreamDataEnvelope data) {
        StreamCheckpoint at = checkpoint;
        if (at == null) {
            return;
        }
        var ext = data.ext();
        long skipped = ext == null || ext.skipped() == null ? 0 : ext.skipped();
        long sequence = data.sequenceNumber();
        switch (SequenceTracker.judge(at.lastSequence(), sequence, skipped)) {
            case IN_ORDER -> take(at, data);
            case DUPLICATE -> reporter.duplicate(data.streamID(), sequence);
            case JUMP -> {
                var gap = new GapReport(
                        data.streamID(), at.lastSequence() + 1, sequence - 1, GapReport.Cause.JUMPED, false);
                if (session != null && session.isExtended() && healingAttempts < MAX_HEALING_ATTEMPTS) {
                    heal(gap, data);
                } else {
                    // Every update is a full state: the newest is right whatever is missing before it.
                    openGap = null;
                    reporter.gap(gap);
                    take(at, data);
                }
            }
        }
    }

    private void heal(GapReport gap, StreamDataEnvelope early) {
        healingAttempts++;
        openGap = gap;
        reporter.gapDetected(gap);
        reporter.freshness(
                Freshness.RESYNCING,
                "updates " + Long.toUnsignedString(gap.fromSequence()) + " to "
                        + Long.toUnsignedString(early.sequenceNumber() - 1) + " did not come; asked for them");
        if (session != null) {
            sendResume(session, true, healingAttempts == MAX_HEALING_ATTEMPTS);
        }
        if (phase instanceof Phase.Resuming resuming) {
            resuming.held().add(early);
        }
    }

    private void take(StreamCheckpoint at, StreamDataEnvelope data) {
        long sequence = data.sequenceNumber();
        checkpoint = at.advancedTo(sequence, context.time().instant());
        boolean replay = replayUntil != 0 && Long.compareUnsigned(sequence, replayUntil) <= 0;
        if (succession == null || !succeeds(succession, data)) {
            lastState = data.data();
            reporter.update(data, replay ? UpdateKind.REPLAY : UpdateKind.FULL);
        }
        GapReport gap = openGap;
        if (gap != null && gap.toSequence() != null && Long.compareUnsigned(sequence, gap.toSequence()) >= 0) {
            openGap = null;
            reporter.gap(new GapReport(gap.streamID(), gap.fromSequence(), gap.toSequence(), gap.cause(), true));
        }
        if (replayUntil == 0 || Long.compareUnsigned(sequence, replayUntil) >= 0) {
            replayUntil = 0;
            healingAttempts = 0;
            liveIfCaughtUp("the newest state is shown");
        } else {
            watch(this::askAgain);
        }
    }

    /**
     * The first state after an unexplained restart.
     *
     * @return whether it is the one shown already, so that nothing was lost and there is nothing to show
     */
    private boolean succeeds(Phase.Succession after, StreamDataEnvelope first) {
        succession = null;
        boolean same = first.data().equals(lastState);
        ResumeReport report = after.report();
        if (report != null) {
            ResumeOutcome outcome = same ? ResumeOutcome.CURRENT : ResumeOutcome.RESTARTED;
            reporter.resumed(new ResumeReport(
                    report.streamID(),
                    report.lastSequence(),
                    outcome,
                    null,
                    null,
                    null,
                    same ? 0L : null,
                    null,
                    null,
                    report.elapsed()));
        }
        if (same) {
            reporter.confirmed(first);
        } else {
            reporter.gap(new GapReport(
                    after.previous(), after.lastSequence() + 1, null, GapReport.Cause.UNKNOWN, false));
        }
        return same;
    }

    /** A version 2 server replays without a word; live updates then go on to the old connection, so invoke afresh. */
    private void replayedByPlainPeer(Phase.Resuming resuming, StreamDataEnvelope first) {
        StreamCheckpoint at = checkpoint;
        Session on = session;
        if (at == null || on == null) {
            return;
        }
        long sequence = first.sequenceNumber();
        ResumeReport report = concludedReport(at, resuming, ResumeOutcome.REPLAYED);
        boolean hole = Long.compareUnsigned(sequence, at.lastSequence() + 1) > 0;
        reporter.resumed(new ResumeReport(
                report.streamID(),
                report.lastSequence(),
                report.outcome(),
                null,
                sequence,
                null,
                hole ? sequence - at.lastSequence() - 1 : 0L,
                null,
                null,
                report.elapsed()));
        replayUntil = -1L;
        invoke(on);
        if (hole) {
            reporter.gap(new GapReport(
                    at.streamID(), at.lastSequence() + 1, sequence - 1, GapReport.Cause.EVICTED, false));
            take(at, first);
        } else {
            accept(first);
        }
        registry.resumeAnswered(this);
    }

    private ResumeReport concludedReport(StreamCheckpoint at, Phase.Resuming resuming, ResumeOutcome outcome) {
        Duration elapsed = Duration.ofNanos(context.time().nanoTime() - resuming.sentNanos());
        return new ResumeReport(
                at.streamID(), resuming.lastSequence(), outcome, null, null, null, null, null, null, elapsed);
    }

    private void sendResume(Session on, boolean healing, boolean full) {
        StreamCheckpoint at = checkpoint;
        if (at == null) {
            invoke(on);
            return;
        }
        session = on;
        UUID callID = context.ids().get();
        enter(new Phase.Resuming(callID, at.lastSequence(), context.time().nanoTime(), healing));
        reporter.resumeSent(on.number(), at.streamID(), at.lastSequence());
        var ext = new StreamResumeEnvelope.Ext(
                PROFILE,
                at.epoch(),
                callID,
                request.actor(),
                request.filter(),
                request.arguments(),
                List.of(),
                lastState != null,
                full);
        String refusal = context.sender()
                .send(
                        on,
                        new StreamResumeEnvelope(
                                at.streamID(), at.lastSequence(), at.actorID(), at.targetIdentifier(), ext));
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

    private void liveIfCaughtUp(String why) {
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
