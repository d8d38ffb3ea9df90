// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.SequenceNumbers;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a logical stream has come: its position and newest state, the replay and the gap that are under way, and what an
 * update means at this point.
 *
 * <p>Owned by the client's loop. Reports what it finds; asks nobody for anything.
 */
final class Progress {
    private final StreamReporter reporter;
    private final TimeSource time;
    private final Gaps gaps;
    private final RestartBrake brake;
    private final LocalFilter local;
    private final DeltaStreamApplier applier;
    private final DriftWatch drift;

    // Valid for the logical stream.
    private @Nullable StreamCheckpoint checkpoint;
    private @Nullable StateValue lastShown;

    // Valid for one stream of the server.
    private @Nullable Succession succession;
    private long replayUntil;

    /**
     * Nothing has come yet.
     *
     * @param gapsAreFatal whether nothing is shown after a gap that was not healed
     * @param brake hears of restarts and of new states
     * @param local decides what is shown, where the server does not
     * @param applier makes whole states of what travels
     * @param drift compares them with the server's hashes
     */
    Progress(
            StreamReporter reporter,
            TimeSource time,
            boolean gapsAreFatal,
            RestartBrake brake,
            LocalFilter local,
            DeltaStreamApplier applier,
            DriftWatch drift) {
        this.reporter = reporter;
        this.time = time;
        this.gaps = new Gaps(reporter, gapsAreFatal);
        this.brake = brake;
        this.local = local;
        this.applier = applier;
        this.drift = drift;
        local.onLate(this::showLate);
    }

    /** What came of an update. */
    enum Step {
        /** It is taken, and the newest that there is. */
        CAUGHT_UP,
        /** It is taken, and more of the replay is to come. */
        REPLAYING,
        /** It had come before. */
        DROPPED,
        /** Others should have come before it: it is not taken. */
        JUMPED,
        /** Something is missing for good, and the stream must not go on: it is not taken. */
        LOST,
        /** It is a change of a state that is not here: it is not taken, and nothing after it can be. */
        REFUSED
    }

    @Nullable
    StreamCheckpoint checkpoint() {
        return checkpoint;
    }

    /**
     * Goes on from what an earlier run has left.
     *
     * @param resumable whether the server is asked for what came after it; if not, the first state tells whether anything was
     *     missed
     */
    void restore(StoredCheckpoint stored, boolean resumable) {
        StreamCheckpoint position = stored.position();
        StoredCheckpoint.LastState state = stored.lastState();
        applier.restore(state == null ? null : state.json(), resumable ? position.lastSequence() : null);
        lastShown = applier.state();
        if (resumable) {
            checkpoint = position;
        } else {
            succession = new Succession(position.streamID(), position.lastSequence(), null, null);
        }
    }

    /** How large the newest state is; 0 where there is none. */
    int stateSize() {
        StateValue state = lastShown;
        return state == null ? 0 : state.size();
    }

    boolean hasState() {
        return lastShown != null;
    }

    /** Whether a change could start from the state at hand. */
    boolean hasBase() {
        return applier.hasBase();
    }

    /** Whether the state at hand is known not to be the server's, so that nothing but the full state helps. */
    boolean awaitsFullState() {
        return applier.awaitsFull();
    }

    /** The formats of changes to ask the server for. */
    List<String> deltaFormats() {
        return applier.formats();
    }

    /** The server goes on with the stream, with changes in this format, if any. */
    void goesOn(@Nullable String deltaFormat) {
        applier.goOn(deltaFormat);
    }

    /** The state of an update has turned out not to be the server's; false where that is no longer of interest. */
    boolean distrust(UUID streamID, long sequence, StateValue state) {
        StreamCheckpoint at = checkpoint;
        if (at == null || !at.streamID().equals(streamID)) {
            return false;
        }
        applier.distrust();
        drift.suspect(streamID, sequence, state);
        return true;
    }

    /** The state of an update has turned out to be the server's. */
    void trust() {
        applier.trust();
    }

    /** Whether the stream is a restart that nobody has explained, and whose first state has not come. */
    boolean awaitsFirstStateOfConcludedRestart() {
        return succession != null && succession.report() != null;
    }

    /** What is missing, and what is done about it. */
    Gaps gaps() {
        return gaps;
    }

    /** What is replayed ends with this number, unsigned; 0 for no replay. */
    void replayUntil(long sequence) {
        replayUntil = sequence;
    }

    /** The server numbers anew, and has said what that means. */
    void begin(StreamStartEnvelope start, int session) {
        begin(start, session, succession);
    }

    /**
     * The server numbers anew and has not said what that means: the first state tells.
     *
     * @param report of the resume that led here, if one did; its outcome is concluded
     */
    void beginUnexplained(StreamStartEnvelope start, int session, @Nullable ResumeReport report) {
        StreamCheckpoint before = checkpoint;
        Succession follows = succession;
        // Of a stream that showed nothing there is nothing to compare with: what it took the place of still counts.
        // Where that
        // had been explained, the first state of the stream itself is what may be lost.
        boolean explained = follows == null && lastShown != null;
        if (before != null && (before.lastSequence() != 0 || explained)) {
            follows = new Succession(before.streamID(), before.lastSequence(), report, gaps.takeOpen(before));
        }
        begin(start, session, follows);
    }

    private void begin(StreamStartEnvelope start, int session, @Nullable Succession follows) {
        // It belongs to the stream that ends here.
        local.flush();
        gaps.giveUpOpen(checkpoint);
        StreamCheckpoint before = checkpoint;
        Long resumedFrom = null;
        if (follows != null) {
            resumedFrom = follows.lastSequence();
        } else if (before != null) {
            resumedFrom = before.lastSequence();
        }
        var ext = start.ext();
        StreamCheckpoint origin = new StreamCheckpoint(
                start.streamID(),
                0,
                ext == null ? null : ext.epoch(),
                start.actorID(),
                start.targetIdentifier(),
                time.instant());
        if (before != null) {
            brake.restarted();
        }
        checkpoint = origin;
        applier.begin(ext != null, ext == null ? null : ext.delta());
        succession = follows;
        replayUntil = 0;
        gaps.caughtUp();
        reporter.started(session, start, origin, resumedFrom);
    }

    /** Whether nothing of this stream has been numbered here: neither shown nor missed. */
    boolean isAtStart() {
        return position() == 0;
    }

    /** Whether the server has sent a number that has not come. {@code newest} is unsigned. */
    boolean lacks(long newest) {
        return replayUntil == 0 && SequenceNumbers.isAfter(newest, position());
    }

    /** Whether more has come than the server says that it has sent. {@code newest} is unsigned. */
    boolean isBeyond(long newest) {
        return SequenceNumbers.isAfter(position(), newest);
    }

    /** What lies between the position and {@code toSequence}, unsigned and included, is asked for again. */
    GapReport healing(long toSequence) {
        return gaps.healing(checkpoint, toSequence);
    }

    /** The server has nothing more to send: what is still missing will not come. */
    void giveUpGap() {
        gaps.giveUpOpen(checkpoint);
    }

    /** What {@code early} has jumped over is given up, if it is a full state; of a change there is no base. */
    Step skipTo(StreamDataEnvelope early, GapReport.Cause cause) {
        Step step = take(early, () -> giveUp(early.sequenceNumber() - 1, cause));
        if (step == Step.REFUSED) {
            gaps.willTell(checkpoint, early.sequenceNumber() - 1, cause);
        }
        return step;
    }

    /** What lies between the position and {@code toSequence}, unsigned and included, will not be asked for. */
    void giveUp(long toSequence, GapReport.Cause cause) {
        gaps.giveUp(checkpoint, toSequence, cause);
    }

    /** Judges an update and takes it if it is in its place. */
    Step accept(StreamDataEnvelope data) {
        var ext = data.ext();
        long skipped = ext == null || ext.skipped() == null ? 0 : ext.skipped();
        return switch (SequenceTracker.judge(position(), data.sequenceNumber(), skipped)) {
            case IN_ORDER -> take(data, () -> {});
            case DUPLICATE -> {
                reporter.duplicate(data.streamID(), data.sequenceNumber());
                yield Step.DROPPED;
            }
            case JUMP -> Step.JUMPED;
        };
    }

    /** Takes it, if it has its base here; {@code beforehand} is said before it is shown. */
    private Step take(StreamDataEnvelope data, Runnable beforehand) {
        if (gaps.areFatal()) {
            return Step.LOST;
        }
        return switch (applier.apply(data)) {
            case DeltaStreamApplier.Result.Refused(String why, boolean first) -> {
                reporter.refused(data, why, first);
                yield Step.REFUSED;
            }
            case DeltaStreamApplier.Result.Applied applied -> {
                beforehand.run();
                if (gaps.areFatal()) {
                    yield Step.LOST;
                }
                Step step = take(data, applied);
                prove(data, applied.state());
                if (!applied.byDelta()) {
                    drift.fullState(applied.state());
                }
                yield step;
            }
        };
    }

    private void prove(StreamDataEnvelope data, StateValue state) {
        String hash = data.ext() == null ? null : data.ext().hash();
        if (hash != null && applier.isProvable()) {
            drift.check(data.streamID(), data.sequenceNumber(), state, hash);
        }
    }

    private Step take(StreamDataEnvelope data, DeltaStreamApplier.Result.Applied applied) {
        long sequence = data.sequenceNumber();
        if (checkpoint != null) {
            checkpoint = checkpoint.advancedTo(sequence, time.instant());
        }
        boolean replay = replayUntil != 0 && Long.compareUnsigned(sequence, replayUntil) <= 0;
        if (local.isActive()) {
            StreamDataEnvelope shown = local.offer(whole(data, applied));
            if (shown != null) {
                show(shown, StateValue.of(shown.data()), shown.data(), UpdateKind.FULL, replay);
            } else if (checkpoint != null) {
                reporter.leftOut(data, checkpoint);
            }
        } else {
            local.passing(() -> whole(data, applied));
            UpdateKind live = applied.byDelta() ? UpdateKind.DELTA : UpdateKind.FULL;
            show(data, applied.state(), applied.content(), live, replay);
        }
        if (gaps.areFatal()) {
            return Step.LOST;
        }
        gaps.reached(sequence);
        if (replay && Long.compareUnsigned(sequence, replayUntil) < 0) {
            return Step.REPLAYING;
        }
        replayUntil = 0;
        gaps.caughtUp();
        return Step.CAUGHT_UP;
    }

    /** The update as if its whole state had travelled. */
    @SuppressWarnings("ReferenceEquality") // Whether anything was wrapped.
    private static StreamDataEnvelope whole(StreamDataEnvelope data, DeltaStreamApplier.Result.Applied applied) {
        return applied.content() == data.data()
                ? data
                : new StreamDataEnvelope(
                        data.streamID(), data.sequenceNumber(), applied.state().json(), data.timestamp(), data.ext());
    }

    private void show(StreamDataEnvelope data, StateValue state, Bytes content, UpdateKind live, boolean replay) {
        boolean confirmed = succession != null && confirms(succession, data, state, content);
        if (gaps.areFatal() || confirmed) {
            return;
        }
        // A change is one: only whole states may come again.
        if (live == UpdateKind.DELTA || lastShown == null || !state.isSameAs(lastShown)) {
            brake.progressed();
        }
        lastShown = state;
        reporter.update(data, replay ? UpdateKind.REPLAY : live, state, content);
    }

    /** Shows what had to wait; the position may be beyond it by now. */
    private void showLate(StreamDataEnvelope data) {
        StreamCheckpoint at = checkpoint;
        if (!gaps.areFatal()) {
            show(data, StateValue.of(data.data()), data.data(), UpdateKind.FULL, false);
            if (at != null && at.lastSequence() != data.sequenceNumber()) {
                reporter.movedOn(at);
            }
        }
    }

    /** Shows the newest update in the way of another filter, where that differs. */
    void showAgain() {
        StreamDataEnvelope shown = local.newest();
        if (shown == null) {
            return;
        }
        StateValue state = StateValue.of(shown.data());
        if (lastShown == null || !state.isSameAs(lastShown)) {
            show(shown, state, shown.data(), UpdateKind.FULL, false);
        }
    }

    /** Whether the first state after an unexplained restart is the one shown already: then nothing was lost. */
    private boolean confirms(Succession after, StreamDataEnvelope first, StateValue state, Bytes content) {
        succession = null;
        boolean same = lastShown != null && state.isSameAs(lastShown);
        if (after.report() != null) {
            reporter.resumed(after.report()
                    .concluded(same ? ResumeOutcome.CURRENT : ResumeOutcome.RESTARTED, null, same ? 0L : null));
        }
        if (same && checkpoint != null) {
            // It may have been another one in between.
            if (after.openGap() != null) {
                gaps.lost(after.openGap());
            }
            reporter.confirmed(first, checkpoint, content);
        } else {
            gaps.lost(new GapReport(after.streamID(), after.lastSequence() + 1, null, GapReport.Cause.UNKNOWN, false));
        }
        return same;
    }

    private long position() {
        return checkpoint == null ? 0 : checkpoint.lastSequence();
    }
}
