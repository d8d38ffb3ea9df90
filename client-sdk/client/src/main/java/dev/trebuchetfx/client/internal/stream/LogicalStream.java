// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.error.StreamFailedException;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.internal.connection.Session;
import dev.trebuchetfx.client.internal.patience.RestartBrake;
import dev.trebuchetfx.client.internal.patience.Watchdogs;
import dev.trebuchetfx.client.internal.update.DeltaStreamApplier;
import dev.trebuchetfx.client.internal.update.DriftWatch;
import dev.trebuchetfx.client.internal.update.LocalFilter;
import dev.trebuchetfx.client.option.GapPolicy;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream that an application observes, across the streams that reconnects and restarts give it. It hands everything that the
 * session, the server and the subscriber say to the part that knows what to do.
 *
 * <p>Owned by the client's loop: every method is called on it, except those of {@link StreamSink.Feedback}. Knows envelopes and
 * sessions, not sockets.
 */
public final class LogicalStream implements StreamSink.Feedback {
    private static final Logger LOG = LoggerFactory.getLogger(LogicalStream.class);

    /** The approximate size of an answer beyond the state in it, in bytes. */
    private static final long ANSWER_OVERHEAD = 512;

    private static final String NOTHING_PASSES = "nothing that is there passes the filter";

    private final int number;
    private final StreamWish wish;
    private final StreamContext context;
    private final StreamReporter reporter;
    private final StreamRegistry registry;
    private final StreamPosition position;
    private final DeltaStreamApplier applier;
    private final ShownState shown;
    private final UpdateAcceptance acceptance;
    private final CheckpointTrack track;
    private final PhaseMachine phases;
    private final StreamEnding ending;
    private final Conversation conversation;
    private final StreamOwner owner;
    private final UpdateIntake intake;
    private final FilterNegotiation filters;
    private final ShownVersions versions;
    private final UpdateIntake.ToldPosition told;
    private final ResumeAnswers resumes;
    private int priority;
    /** True from a session that gave way to the next one in good order until the stream asks on that one. */
    private boolean inGoodOrder;

    LogicalStream(
            int number,
            StreamRequest request,
            StreamContext context,
            StreamSink sink,
            StreamRegistry registry,
            Watchdogs watchdogs,
            CheckpointTrack track) {
        this.number = number;
        this.wish = new StreamWish(request);
        this.context = context;
        this.versions = new ShownVersions(context.loop());
        this.reporter = new StreamReporter(number, context, sink, track, versions);
        this.track = track;
        this.registry = registry;
        this.owner = registry.ownerOf(this);
        RestartBrake brake = new RestartBrake(context.time());
        LocalFilter local = new LocalFilter(context.time(), context.loop());
        DriftWatch drift = new DriftWatch(context.background(), context.loop(), driftListener());
        this.position = new StreamPosition(context.time(), new Gaps(reporter, request.gaps() == GapPolicy.FAIL));
        this.applier = new DeltaStreamApplier(request.deltas());
        this.shown = new ShownState(reporter, position, brake, local);
        this.acceptance = new UpdateAcceptance(reporter, position, shown, brake, applier, drift);
        this.phases = new PhaseMachine(context.answerTimeout(), watchdogs.new Watchdog(), this::phaseChanges);
        this.ending = new StreamEnding(request, phases, track, reporter, owner);
        this.told = new UpdateIntake.ToldPosition(position, phases, track, versions);
        this.conversation = new Conversation(wish, context, reporter, position, applier, phases, ending, owner, brake);
        this.intake = new UpdateIntake(
                request.gaps(),
                reporter,
                position,
                acceptance,
                phases,
                conversation,
                ending,
                watchdogs.new Watchdog(),
                told,
                context.time());
        this.filters =
                new FilterNegotiation(wish, context, reporter, track, position, shown, phases, conversation, local);
        this.resumes = new ResumeAnswers(
                wish, reporter, track, position, shown, applier, phases, conversation, intake, filters);
        sink.opened(this);
        reporter.opened(request);
    }

    int number() {
        return number;
    }

    /** Returns the priority; streams of higher priority ask first. */
    int priority() {
        return priority;
    }

    void setPriority(int priority) {
        this.priority = priority;
    }

    /** Returns the expected size of the answer with which the stream catches up, in bytes. */
    long expectedBytes() {
        return ANSWER_OVERHEAD + shown.size();
    }

    StreamRequest request() {
        return wish.wanted();
    }

    @Nullable
    StreamCheckpoint checkpoint() {
        return position.checkpoint();
    }

    Phase phase() {
        return phases.current();
    }

    /** Shows the state that an earlier run has left, if any, and takes its position where that is still good. */
    void restore() {
        StoredCheckpoint stored = track.restored();
        if (stored != null) {
            boolean resumable = stored.isResumableAt(
                    context.time().instant(), context.checkpoints().maxAge());
            acceptance.restore(stored, resumable);
            reporter.restored(stored, resumable);
        }
    }

    private void phaseChanges(Phase before, Phase after) {
        if (after instanceof Phase.Closed) {
            // What came too early would wait for ever for the updates before it.
            intake.over();
        }
        owner.phaseChanges(before, after);
    }

    /** Keeps the checkpoint good from now on if the stream is live, since the server then has it, as far as anybody can tell. */
    void vouchFor() {
        if (phases.isLive()) {
            track.vouchedFor();
        }
    }

    // ---- what the registry decides ----

    /** Asks for what was missed, from the checkpoint. */
    void resume(Session on) {
        reporter.unsaid();
        if (!inGoodOrder) {
            reporter.freshness(Freshness.CATCHING_UP, "connected again, asking for what was missed");
        }
        inGoodOrder = false;
        // A gap that a replay could not heal, or a delta without a base here, takes the full state.
        conversation.resume(on, !position.gaps().mayHeal() || applier.awaitsFull());
    }

    /** Invokes the method, for the first time or afresh. */
    void invoke(Session on) {
        conversation.invoke(on);
    }

    /** Takes the end of the session that carried the stream. */
    void disconnected(String why) {
        leaveSession();
        inGoodOrder = false;
        reporter.unsaid();
        reporter.freshness(Freshness.STALE, why);
    }

    /** Takes the news that another session takes the place of the one that carried the stream. A state that was fresh stays so until the answer. */
    void handedOver() {
        inGoodOrder = phases.isLive();
        leaveSession();
    }

    private void leaveSession() {
        conversation.over();
        filters.disconnected();
        position.replayUntil(0);
        intake.over();
        phases.enter(new Phase.Waiting());
    }

    /** Fails the stream, since the client is closed. The server is not told to end it: the checkpoint is for the next run. */
    void clientClosed(TrebuchetException why) {
        vouchFor();
        ending.failedForNow(why);
    }

    // ---- what the application asks for ----

    /**
     * Ends the stream, and tells a server that understands it. Does nothing where the stream is over.
     *
     * @param why the reason that the taps are told
     */
    public void close(String why) {
        if (!phases.isClosed()) {
            conversation.unsubscribe();
            ending.closed(why);
        }
    }

    /** Sets how soon the stream asks where many want to: streams of higher priority ask first. The default is 0. */
    public void priority(int newPriority) {
        registry.prioritize(this, newPriority);
    }

    /**
     * Changes the filter.
     *
     * @param filter null for none
     * @param done is completed when the filter decides, or fails with the reason why it does not
     */
    public void changeFilter(@Nullable StreamFilter filter, CompletableFuture<Void> done) {
        filters.change(filter, done);
    }

    /**
     * Completes {@code shown} on the loop when every listener has taken a state of this version of the stored actor, or a newer one, or the filter
     * has left it out; also where that can't be told any more, since the stream is over, shows another generation, or tells no versions.
     */
    public void awaitShown(long version, CompletableFuture<@Nullable Void> shown) {
        versions.await(version, shown);
    }

    // ---- what the subscriber tells, on any thread ----

    @Override
    public void taken(StreamEvent.Update<StateValue> update) {
        // This does not go by way of the loop, so that an update taken before the client is closed is kept before that.
        track.taken(update);
        versions.taken(update);
        if (context.taps().wantsRoutine()) {
            context.loop().execute(() -> reporter.delivered(update));
        }
    }

    @Override
    public void undecodable(StreamEvent.Undecodable<?> event) {
        context.loop().execute(() -> reporter.undecodable(event));
    }

    @Override
    public void readable() {
        context.loop().execute(reporter::readable);
    }

    @Override
    public void overflowed() {
        context.loop().execute(() -> close("closed, since its subscriber is too slow"));
    }

    // ---- what the server says ----

    /** Takes a {@code streamStart} that the registry found to be this stream's. */
    void started(StreamStartEnvelope start) {
        int number = conversation.connection();
        reporter.unsaid();
        intake.over();
        Phase before = phases.current();
        conversation.answered();
        phases.enter(new Phase.Live());
        switch (before) {
            case Phase.AwaitingRestart explained -> acceptance.begin(start, number);
            // This is a restart by a version 2 server, which says neither that it is one nor why.
            case Phase.Resuming resuming -> acceptance.beginUnexplained(start, number, reporter.unanswered(resuming));
            default -> {
                if (filters.isBegunForAFilter()) {
                    // The updates of the stream before have been shown; under another filter states differ anyway.
                    acceptance.begin(start, number);
                } else {
                    acceptance.beginUnexplained(start, number, null);
                }
            }
        }
        if (intake.endIfIncomplete()) {
            return;
        }
        Session extended = conversation.extendedSession();
        Session on = conversation.session();
        filters.begun();
        if (!phases.isLive()) {
            return;
        }
        if (wish.isFilteredBy(extended != null)) {
            // The current state may not pass the filter. A server that sends heartbeats says so at once; from another
            // one only silence tells.
            phases.watch(() -> reporter.freshness(Freshness.LIVE, NOTHING_PASSES));
        } else if (extended != null) {
            // The current state always comes first, so it was lost if it does not come.
            phases.watch(() -> conversation.resume(extended, false));
        } else if (on != null) {
            conversation.awaitFirstState(on);
        }
    }

    /** Takes the server's answer to the invocation as if that were a call: the server opens no stream. */
    void answeredAsCall(ResponseEnvelope response) {
        String error = response.errorMessage();
        if (error == null) {
            ending.refused("the server answered once instead of beginning a stream");
        } else if (error.equals(ResponseEnvelope.DRAINING) || error.startsWith(ResponseEnvelope.UNAVAILABLE)) {
            conversation.postpone(error);
        } else {
            ending.refused(error);
        }
    }

    /** Takes the news that the server's stream can't be taken, for this reason. */
    void refused(String why) {
        ending.refused(why);
    }

    /** Takes an update of the server's stream that the checkpoint names. */
    void data(StreamDataEnvelope data) {
        intake.data(data);
    }

    /**
     * Takes the newest number that the server has sent, unsigned.
     *
     * @param cursor the newer cursor of the stream; null for none
     * @param version the version up to which the stream has come at that number; null for none
     */
    void heartbeat(long newest, @Nullable String cursor, @Nullable Long version) {
        told.take(newest, cursor, version, conversation.keepsOrder());
        if (newest == 0 && wish.isFilteredBy(true) && position.isAtStart()) {
            intake.liveIfUndisturbed(NOTHING_PASSES);
        } else {
            intake.heartbeat(newest);
        }
    }

    /**
     * Takes the server's word on whether it vouches for the stream.
     *
     * @param problem the reason why it does not; empty where it does again
     */
    void vouched(String problem) {
        reporter.vouched(problem.isEmpty() ? null : problem);
    }

    /** Takes the answer to this stream's resume. */
    void resumed(StreamResumedEnvelope said) {
        if (phases.current() instanceof Phase.Resuming resuming) {
            resumes.take(resuming, said);
            told.moved();
        }
    }

    /** Takes the number from which on another filter decides. */
    void filterUpdated(long fromSequence) {
        filters.updated(fromSequence);
    }

    /** Ends the client's own filter, fails the changes of it that are under way, and lets calls go that wait, since the stream is over. */
    void over() {
        filters.ended();
        versions.over();
    }

    private DriftWatch.Listener driftListener() {
        return new DriftWatch.Listener() {
            @Override
            public void proven() {
                applier.trust();
            }

            @Override
            public void differs(UUID streamID, long sequence, StateValue state, String why) {
                if (phases.isLive() && acceptance.distrust(streamID, sequence, state)) {
                    intake.askForFullState(why);
                }
            }

            @Override
            public void explained(UUID streamID, long sequence, @Nullable String path) {
                if (!phases.isClosed()) {
                    reporter.drifted(streamID, sequence, path);
                }
            }
        };
    }

    /** Gives the state at hand up, since an update was handled halfway: only the full state helps. */
    void distrusted() {
        applier.distrust();
    }

    /** Ends the stream, since the server has ended it, unless it only closes the connection. */
    void ended(StreamEndReason reason) {
        // A stream whose connection is closed is resumed on the next one.
        if (reason != StreamEndReason.CONNECTION_CLOSED) {
            ending.ended(reason);
        }
    }

    /** Fails the stream after an error that nobody has foreseen, since the shown state can't be vouched for any more. */
    void failedInside(Throwable why) {
        ForeignCode.log(LOG, "Stream " + number + " failed", why);
        conversation.unsubscribe();
        ending.failed(new StreamFailedException(
                wish.wanted().targetIdentifier() + " of " + wish.wanted().actor() + " failed inside the client: "
                        + ForeignCode.describeWithKind(why) + "; observe again"));
    }

    /** Takes the server's error: the stream could not be started, or it broke off. */
    void broken(StreamErrorEnvelope error) {
        if (phases.current() instanceof Phase.Resuming
                && error.errorMessage().startsWith(ResponseEnvelope.UNAVAILABLE)) {
            conversation.postpone(error.errorMessage());
            return;
        }
        Session on = conversation.session();
        boolean restarting = phases.current() instanceof Phase.Resuming || shown.awaitsFirstStateOfConcludedRestart();
        if (restarting && on != null) {
            // A version 2 restart looks the actor up by its id; the name may still be good.
            conversation.invoke(on);
            return;
        }
        if (on != null && filters.refused(error.errorMessage())) {
            // The answer tells whether the stream itself is over.
            conversation.resume(on, false);
            return;
        }
        ending.refused(error.errorMessage());
    }
}
