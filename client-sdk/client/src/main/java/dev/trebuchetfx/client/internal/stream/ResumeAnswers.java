// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.internal.connection.Session;
import dev.trebuchetfx.client.internal.update.DeltaStreamApplier;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;

/**
 * The step from a server's answer to a resume to the phase that follows from it.
 *
 * <p>Owned by the client's loop.
 */
final class ResumeAnswers {
    private final StreamWish wish;
    private final StreamReporter reporter;
    private final CheckpointTrack track;
    private final StreamPosition position;
    private final ShownState shown;
    private final DeltaStreamApplier applier;
    private final PhaseMachine phases;
    private final Conversation conversation;
    private final UpdateIntake intake;
    private final FilterNegotiation filters;

    ResumeAnswers(
            StreamWish wish,
            StreamReporter reporter,
            CheckpointTrack track,
            StreamPosition position,
            ShownState shown,
            DeltaStreamApplier applier,
            PhaseMachine phases,
            Conversation conversation,
            UpdateIntake intake,
            FilterNegotiation filters) {
        this.wish = wish;
        this.reporter = reporter;
        this.track = track;
        this.position = position;
        this.shown = shown;
        this.applier = applier;
        this.phases = phases;
        this.conversation = conversation;
        this.intake = intake;
        this.filters = filters;
    }

    /** Takes the answer to a resume that is under way. */
    void take(Phase.Resuming resuming, StreamResumedEnvelope said) {
        conversation.answered();
        StreamCheckpoint at = position.checkpoint();
        StreamResumedEnvelope answer = Restarts.unlessContradicted(
                said,
                resuming.lastSequence(),
                // A cursor tells histories apart better than an epoch does, and the server has looked at it.
                at == null || at.cursor() != null ? null : at.epoch());
        boolean filtered = wish.askedFilter() != null;
        if (answer.outcome() != ResumeOutcome.RESTARTED) {
            position.goesOnIn(answer.epoch());
            applier.goOn(answer.delta());
        }
        reporter.answered(resuming, answer, Restarts.lost(answer, resuming.lastSequence(), filtered));
        boolean needsFull = resuming.full() && (shown.isEmpty() || applier.awaitsFull());
        if (said.outcome() != ResumeOutcome.RESTARTED && (needsFull || answer.outcome() == ResumeOutcome.RESTARTED)) {
            // The server sends no full state by itself, so a new stream is begun, whose first state tells whether
            // anything was lost.
            conversation.askAgain();
            return;
        }
        switch (answer.outcome()) {
            case CURRENT -> {
                Session on = conversation.session();
                if (shown.isEmpty() && resuming.lastSequence() != 0 && on != null) {
                    // The checkpoint's state was too large to keep, so there is nothing to show yet.
                    conversation.resume(on, true);
                    return;
                }
                phases.enter(new Phase.Live());
                track.vouchedFor();
                resuming.held().forEach(intake::data);
                if (phases.isLive()) {
                    position.giveUpOpen();
                }
                if (!intake.endIfIncomplete()) {
                    intake.liveIfUndisturbed("nothing was missed");
                    filters.resumed();
                }
            }
            case REPLAYED -> {
                position.replayUntil(answer.toSequence() == null ? 0 : answer.toSequence());
                // The held updates are part of the replay, since they came before the answer.
                phases.enter(new Phase.Live());
                phases.watch(conversation::askAgain);
                filters.resumed();
                intake.heldBeforeReplay(resuming.held());
            }
            case RESTARTED -> {
                position.gaps().willMiss(Restarts.gap(answer, resuming.lastSequence(), filtered));
                reporter.freshness(Freshness.RESYNCING, "the server restarts the stream with the full state");
                phases.enter(new Phase.AwaitingRestart(answer.callID()));
                phases.watch(conversation::askAgain);
            }
        }
    }
}
