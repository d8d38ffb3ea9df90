// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.internal.connection.Session;
import dev.trebuchetfx.client.internal.patience.RestartBrake;
import dev.trebuchetfx.client.internal.update.DeltaStreamApplier;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The questions that one logical stream asks its peer, on one session after the other. Each question has a phase in which its answer is
 * awaited, and a deadline after which it is asked in another way.
 *
 * <p>Owned by the client's loop.
 */
final class Conversation {
    /** The number of unanswered resumes in a row after which the checkpoint is dropped, since servers seem unable to bear it. */
    private static final int MAX_UNANSWERED_RESUMES = 5;

    /** The number of times that a wait in vain doubles the next one. */
    private static final int MAX_DOUBLINGS = 5;

    private static final Duration FIRST_POSTPONEMENT = Duration.ofSeconds(1);

    private final StreamWish wish;
    private final StreamContext context;
    private final StreamReporter reporter;
    private final StreamPosition position;
    private final DeltaStreamApplier applier;
    private final PhaseMachine phases;
    private final StreamEnding ending;
    private final StreamOwner owner;
    private final RestartBrake brake;
    private int invocations;
    private int unansweredResumes;
    private int refusals;
    private int silentStarts;

    // Valid for one session.
    private @Nullable Session session;

    Conversation(
            StreamWish wish,
            StreamContext context,
            StreamReporter reporter,
            StreamPosition position,
            DeltaStreamApplier applier,
            PhaseMachine phases,
            StreamEnding ending,
            StreamOwner owner,
            RestartBrake brake) {
        this.wish = wish;
        this.context = context;
        this.reporter = reporter;
        this.position = position;
        this.applier = applier;
        this.phases = phases;
        this.ending = ending;
        this.owner = owner;
        this.brake = brake;
    }

    /** Returns the session that carries the stream; null where none does. */
    @Nullable
    Session session() {
        return session;
    }

    /** Returns the session if its peer speaks the extension; otherwise null. */
    @Nullable
    Session extendedSession() {
        Session on = session;
        return on != null && on.isExtended() ? on : null;
    }

    /** Returns whether messages of the session come in the order in which they were sent. */
    boolean keepsOrder() {
        return session == null || session.line().reorderWait().isZero();
    }

    /** Returns the number of the connection; 0 where there is none. */
    int connection() {
        return session == null ? 0 : session.number();
    }

    /** Notes that the session which carried the stream is over. */
    void over() {
        session = null;
    }

    /** Invokes the method, for the first time or afresh. */
    void invoke(Session on) {
        if (pauses(on)) {
            return;
        }
        UUID callID = context.ids().get();
        // The server may still hold the stream that this one takes the place of.
        unsubscribe();
        phases.enter(new Phase.Invoking(callID));
        reporter.freshness(Freshness.CATCHING_UP, "waiting for the current state");
        String refusal = context.sender()
                .send(on, wish.ask().invocation(callID, context.heartbeatInterval(), applier.formats()));
        if (refusal != null) {
            ending.refused(refusal);
            return;
        }
        // A version 2 server dispatches one call after the other and may be slow, so it is asked ever more seldom.
        phases.watch(patience(invocations++), () -> invoke(on));
    }

    private Duration patience(int before) {
        return TimeSource.bounded(context.answerTimeout().multipliedBy(1L << Math.min(before, MAX_DOUBLINGS)));
    }

    /** Waits for the first state of a stream that a plain peer has started; if none comes, the method is invoked afresh. */
    void awaitFirstState(Session on) {
        // Such a peer keeps every stream that it has begun, so it is asked ever more seldom.
        phases.watch(patience(silentStarts++), () -> invoke(on));
    }

    /** Notes that a state has come. */
    void stateCame() {
        silentStarts = 0;
    }

    /** Puts the question off, since the server can't open the stream now, but may later, or another server may. */
    void postpone(String why) {
        long ceiling = FIRST_POSTPONEMENT.toNanos() << Math.min(refusals++, MAX_DOUBLINGS);
        // Half of the pause is random, since all clients of the server are told the same.
        Duration pause = Duration.ofNanos(ceiling / 2 + context.time().random().nextLong(ceiling / 2 + 1));
        phases.enter(new Phase.Paused());
        reporter.freshness(
                Freshness.STALE,
                "the server can't open the stream now: " + why + "; asked again in " + pause.toMillis() + " ms");
        phases.watch(pause, owner::wantsToAsk);
    }

    /** Notes that a question was answered: the next one is asked with new patience. */
    void answered() {
        invocations = 0;
        unansweredResumes = 0;
        refusals = 0;
    }

    /**
     * Asks for the updates after the position.
     *
     * @param full true if the full state is wanted, whatever the server could replay
     */
    void resume(Session on, boolean full) {
        StreamCheckpoint at = position.checkpoint();
        if (at == null) {
            invoke(on);
            return;
        }
        if (pauses(on)) {
            return;
        }
        if (unansweredResumes == MAX_UNANSWERED_RESUMES) {
            unansweredResumes = 0;
            reporter.checkpointDropped(
                    at, MAX_UNANSWERED_RESUMES + " resumes in a row were not answered; asked for the current state");
            invoke(on);
            return;
        }
        unansweredResumes++;
        UUID callID = context.ids().get();
        phases.enter(new Phase.Resuming(
                at.streamID(), callID, at.lastSequence(), full, context.time().nanoTime()));
        reporter.resumeSent(on.number(), at.streamID(), at.lastSequence());
        String refusal = context.sender()
                .send(
                        on,
                        wish.ask()
                                .resume(
                                        at,
                                        callID,
                                        applier.formats(),
                                        applier.hasBase(),
                                        full,
                                        context.heartbeatInterval()));
        if (refusal != null) {
            invoke(on);
            return;
        }
        phases.watch(this::askAgain);
    }

    /** Takes the session, and pauses where asking has led to nothing new too often; returns whether it does. */
    private boolean pauses(Session on) {
        // The first question of a session follows from no answer: the backoff limits how often there is one.
        boolean isFirst = session != on;
        session = on;
        Duration pause = brake.pause();
        Duration between = isFirst ? Duration.ZERO : brake.pauseBetweenQuestions();
        if (!pause.isZero()) {
            phases.enter(new Phase.Paused());
            reporter.freshness(
                    Freshness.RESYNCING,
                    "restarted again and again without a new state, or with states that failed their check; waits before it asks"
                            + " again");
            reporter.restartsSlowed(brake.restarts(), pause);
            phases.watch(pause, owner::wantsToAsk);
            return true;
        }
        if (!between.isZero()) {
            phases.enter(new Phase.Paused());
            reporter.freshness(
                    Freshness.RESYNCING, "each answer of the server made it ask again; waits before it asks again");
            phases.watch(between, owner::wantsToAsk);
            return true;
        }
        if (!isFirst) {
            brake.asked();
        }
        return false;
    }

    /** Gives the resume up, since nothing came in time, for a fresh invocation, which any server answers. */
    void askAgain() {
        Session on = session;
        if (on != null) {
            invoke(on);
        }
    }

    /** Tells a server that understands it that the stream is not wanted any more. */
    void unsubscribe() {
        Session on = extendedSession();
        StreamCheckpoint at = position.checkpoint();
        if (on != null && at != null) {
            context.sender().send(on, new StreamEndEnvelope(at.streamID(), StreamEndReason.CLIENT_UNSUBSCRIBED));
        }
    }
}
