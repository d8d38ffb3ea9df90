// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.internal.connection.Session;
import dev.trebuchetfx.client.internal.patience.Watchdogs;
import dev.trebuchetfx.client.option.GapPolicy;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.SequenceNumbers;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The intake of the updates of one logical stream: it shows an update that is in its place, holds one that comes before its time, and
 * asks for those that did not come.
 *
 * <p>Owned by the client's loop.
 */
final class UpdateIntake {
    private final GapPolicy gaps;
    private final StreamReporter reporter;
    private final StreamPosition position;
    private final UpdateAcceptance acceptance;
    private final PhaseMachine phases;
    private final Conversation conversation;
    private final StreamEnding ending;
    private final EarlyUpdates early;
    private final ToldPosition told;
    private final TimeSource time;
    private long movedNanos;

    /**
     * Creates the intake.
     *
     * @param watchdog ends the wait of updates that came too early
     * @param told waits for updates too
     */
    UpdateIntake(
            GapPolicy gaps,
            StreamReporter reporter,
            StreamPosition position,
            UpdateAcceptance acceptance,
            PhaseMachine phases,
            Conversation conversation,
            StreamEnding ending,
            Watchdogs.Watchdog watchdog,
            ToldPosition told,
            TimeSource time) {
        this.gaps = gaps;
        this.reporter = reporter;
        this.position = position;
        this.acceptance = acceptance;
        this.phases = phases;
        this.conversation = conversation;
        this.ending = ending;
        this.told = told;
        this.early = new EarlyUpdates(watchdog, this::waitedInVain);
        this.time = time;
    }

    /** Returns how long an update that came too early waits for those before it; zero where the line keeps the order. */
    private Duration patience() {
        Session on = conversation.session();
        return on == null ? Duration.ZERO : on.line().reorderWait();
    }

    /** Takes the end of the session or of the server's stream: what came too early is of no use any more. */
    void over() {
        early.clear();
        told.forget();
    }

    /**
     * Takes the updates that came while the answer to a resume was awaited, which says that a replay follows. On a line that keeps the order
     * they come again with it; on another one they may be part of it.
     */
    void heldBeforeReplay(HeldUpdates held) {
        if (!patience().isZero()) {
            held.forEach(this::data);
        }
    }

    /** Takes an update of the server's stream that the checkpoint names. */
    void data(StreamDataEnvelope data) {
        if (phases.current() instanceof Phase.Resuming resuming) {
            Session on = conversation.session();
            if (on != null && !on.isExtended()) {
                replayedByPlainPeer(on, resuming, data);
            } else {
                resuming.held().add(data);
            }
            return;
        }
        if (phases.current() instanceof Phase.Paused) {
            // The update is asked for again, with those that are missing before it.
            return;
        }
        if (phases.current() instanceof Phase.AwaitingRestart) {
            // The server has given this stream up and said what is lost of it, so an update that comes late is not
            // shown.
            reporter.duplicate(data.streamID(), data.sequenceNumber());
            return;
        }
        accept(data);
    }

    /**
     * Takes the newest number that the server has sent, unsigned. An update up to it that has not come was lost, though nothing follows
     * it; an update beyond it is of another numbering.
     */
    void heartbeat(long newest) {
        Session on = conversation.session();
        if (on == null || !phases.isLive()) {
            return;
        }
        if (position.isBeyond(newest)) {
            if (time.nanoTime() - movedNanos >= patience().toNanos()) {
                doubt(on, newest);
            }
            // Otherwise the update has overtaken the heartbeat.
            return;
        }
        if (!position.lacks(newest)) {
            return;
        }
        if (!patience().isZero()) {
            early.awaitUpTo(newest, patience());
            return;
        }
        lacking(on, newest);
    }

    private void lacking(Session on, long newest) {
        if (gaps == GapPolicy.FAIL) {
            position.giveUp(newest, GapReport.Cause.JUMPED);
            endIfIncomplete();
        } else if (position.gaps().mayHeal()) {
            // Nothing newer has come that could be shown instead.
            heal(on, newest);
        }
    }

    /** Ends a stream that has lost what its subscriber can't do without; returns whether it did. */
    boolean endIfIncomplete() {
        GapReport gap = position.gaps().fatalGap();
        if (gap == null) {
            return false;
        }
        conversation.unsubscribe();
        ending.incomplete(gap);
        return true;
    }

    /** Reports that the stream is live, unless it has left that phase, as where a held update has shown that others are missing. */
    void liveIfUndisturbed(String why) {
        if (phases.isLive()) {
            phases.unwatch();
            reporter.freshness(Freshness.LIVE, why);
        }
    }

    private void accept(StreamDataEnvelope data) {
        UpdateAcceptance.Step step = acceptance.accept(data);
        if (step != UpdateAcceptance.Step.JUMPED) {
            movedNanos = time.nanoTime();
            taken(step);
            release();
            told.moved();
        } else if (patience().isZero() || !early.keep(data, patience())) {
            jumped(data);
        }
    }

    /** Takes the updates that came too early and are in their place now. */
    private void release() {
        StreamDataEnvelope next = early.first();
        while (next != null && phases.isLive() && position.judge(next) != SequenceTracker.Verdict.JUMP) {
            early.removeFirst();
            taken(acceptance.accept(next));
            next = early.first();
        }
        early.reached(position.lastSequence(), patience());
    }

    /** Goes on without what has not come in time, as on a line that keeps the order. */
    private void waitedInVain() {
        long announced = early.announced();
        List<StreamDataEnvelope> waited = early.takeAll();
        for (StreamDataEnvelope update : waited) {
            if (phases.isLive() && position.judge(update) == SequenceTracker.Verdict.JUMP) {
                jumped(update);
            } else {
                data(update);
            }
        }
        Session on = conversation.session();
        if (waited.isEmpty() && on != null && phases.isLive() && position.lacks(announced)) {
            lacking(on, announced);
        }
    }

    private void jumped(StreamDataEnvelope data) {
        Session on = conversation.extendedSession();
        if (gaps == GapPolicy.HEAL && on != null && position.gaps().mayHeal()) {
            heal(on, data.sequenceNumber() - 1);
            if (phases.current() instanceof Phase.Resuming resuming) {
                resuming.held().add(data);
            }
        } else {
            taken(acceptance.skipTo(data, GapReport.Cause.JUMPED));
        }
    }

    /** Asks for the full state, since the state here is not the server's, or can't become it. */
    void askForFullState(String why) {
        Session on = conversation.session();
        if (on == null) {
            return;
        }
        reporter.freshness(Freshness.RESYNCING, why + "; asked for the full state");
        if (on.isExtended()) {
            conversation.resume(on, true);
        } else {
            conversation.invoke(on);
        }
    }

    private void taken(UpdateAcceptance.Step step) {
        if (step == UpdateAcceptance.Step.CAUGHT_UP) {
            conversation.stateCame();
        }
        switch (step) {
            case REPLAYING -> phases.watch(conversation::askAgain);
            case CAUGHT_UP -> liveIfUndisturbed("the newest state is shown");
            case LOST -> endIfIncomplete();
            case REFUSED -> {
                // In another phase the full state is on its way, since the method has been invoked afresh.
                if (phases.isLive()) {
                    askForFullState("a change came that does not fit the state");
                }
            }
            case DROPPED, JUMPED -> {}
        }
    }

    /**
     * Asks the server about the position, since it says that it has sent fewer updates than came: it counts anew, or its message is
     * late. Its answer tells which.
     */
    private void doubt(Session on, long newest) {
        if (!position.gaps().mayHeal()) {
            return;
        }
        position.gaps().doubted();
        reporter.freshness(
                Freshness.RESYNCING,
                "the server says that it has sent " + SequenceNumbers.toText(newest)
                        + " updates, but more came; asked for what is true");
        conversation.resume(on, !position.gaps().mayHeal());
    }

    private void heal(Session on, long missingUpTo) {
        GapReport gap = position.healing(missingUpTo);
        reporter.freshness(
                Freshness.RESYNCING,
                "updates " + SequenceNumbers.toText(gap.fromSequence()) + " to " + SequenceNumbers.toText(missingUpTo)
                        + " did not come; asked for them");
        // A server that could not close the gap the first time is asked for the full state.
        conversation.resume(on, !position.gaps().mayHeal());
    }

    /**
     * Takes the first update of a replay by a version 2 server, which does not announce one. Its live updates then go on to the old
     * connection, so the method is invoked afresh.
     */
    private void replayedByPlainPeer(Session on, Phase.Resuming resuming, StreamDataEnvelope first) {
        long sequence = first.sequenceNumber();
        long expected = resuming.lastSequence() + 1;
        // A peer may turn out not to be plain, if its answer was lost: then it may have declared what it left out.
        boolean hole = position.judge(first) == SequenceTracker.Verdict.JUMP;
        ResumeReport unanswered = reporter.unanswered(resuming);
        reporter.resumed(unanswered.concluded(ResumeOutcome.REPLAYED, sequence, hole ? sequence - expected : 0L));
        conversation.answered();
        // The server does not say where the replay ends, so every update belongs to it until the fresh stream starts.
        position.replayUntil(-1L);
        conversation.invoke(on);
        if (hole) {
            if (acceptance.skipTo(first, GapReport.Cause.EVICTED) == UpdateAcceptance.Step.LOST) {
                endIfIncomplete();
            }
        } else {
            accept(first);
        }
    }

    /**
     * The position that a heartbeat tells of a stream that came on without an update. The server tells it once, and it holds together with the
     * number that the heartbeat names: where the heartbeat has overtaken the updates up to that number, or the answer to a resume, it waits for
     * them.
     */
    static final class ToldPosition {
        private final StreamPosition position;
        private final PhaseMachine phases;
        private final CheckpointTrack track;
        private final ShownVersions versions;
        private @Nullable Told waiting;

        private record Told(
                long number,
                @Nullable String cursor,
                @Nullable Long version) {}

        ToldPosition(StreamPosition position, PhaseMachine phases, CheckpointTrack track, ShownVersions versions) {
            this.position = position;
            this.phases = phases;
            this.track = track;
            this.versions = versions;
        }

        /**
         * Takes over the position if the stream is at that number.
         *
         * @param number the newest number, unsigned
         * @param cursor the newer cursor of the stream; null for none
         * @param version the version up to which the stream has come; null for none
         * @param keepsOrder whether the line keeps the order, so that a heartbeat that names another number is of no use
         */
        void take(long number, @Nullable String cursor, @Nullable Long version, boolean keepsOrder) {
            if (cursor == null && version == null) {
                return;
            }
            waiting = new Told(number, cursor, version);
            moved();
            if (keepsOrder) {
                waiting = null;
            }
        }

        /** Notes that the stream may have come to the number that is waited for. */
        void moved() {
            Told told = waiting;
            if (told == null || !phases.isLive() || !position.isAt(told.number())) {
                return;
            }
            waiting = null;
            if (told.cursor() != null) {
                track.confirmed(position.withCursor(told.cursor()));
            }
            if (told.version() != null) {
                versions.cameThrough(told.version());
            }
        }

        /** Forgets what is waited for, since numbers mean something else from here on. */
        void forget() {
            waiting = null;
        }
    }
}
