// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.internal.time.TimeSource;
import dev.trebuchetfx.client.wire.Bytes;
import dev.trebuchetfx.client.wire.ResumeOutcome;
import dev.trebuchetfx.client.wire.SequenceNumbers;
import dev.trebuchetfx.client.wire.StreamDataEnvelope;
import dev.trebuchetfx.client.wire.StreamStartEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * How far a logical stream has come: its position and newest state, the replay and the gap that are under way, and what an
 * update means at this point.
 *
 * <p>Owned by the client's loop. Reports what it finds; asks nobody for anything.
 */
final class Progress {
    private static final int MAX_HEALING_ATTEMPTS = 2;

    private final StreamReporter reporter;
    private final TimeSource time;
    private final boolean gapsAreFatal;
    private final RestartBrake brake;
    private final LocalFilter local;

    // Valid for the logical stream.
    private @Nullable StreamCheckpoint checkpoint;
    private @Nullable Bytes lastState;
    private @Nullable GapReport fatalGap;

    // Valid for one stream of the server.
    private @Nullable Succession succession;
    private @Nullable GapReport openGap;
    private int healingAttempts;
    private long replayUntil;

    /**
     * Nothing has come yet.
     *
     * @param gapsAreFatal whether nothing is shown after a gap that was not healed
     * @param brake hears of restarts and of new states
     * @param local decides what is shown, where the server does not
     */
    Progress(StreamReporter reporter, TimeSource time, boolean gapsAreFatal, RestartBrake brake, LocalFilter local) {
        this.reporter = reporter;
        this.time = time;
        this.gapsAreFatal = gapsAreFatal;
        this.brake = brake;
        this.local = local;
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
        LOST
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
        lastState = state == null ? null : state.json();
        if (resumable) {
            checkpoint = position;
        } else {
            succession = new Succession(position.streamID(), position.lastSequence(), null, null);
        }
    }

    /** How large the newest state is; 0 where there is none. */
    int stateSize() {
        Bytes state = lastState;
        return state == null ? 0 : state.size();
    }

    boolean hasState() {
        return lastState != null;
    }

    /** Whether the stream is a restart that nobody has explained, and whose first state has not come. */
    boolean awaitsFirstStateOfConcludedRestart() {
        return succession != null && succession.report() != null;
    }

    /** What is missing for good where that ends the stream; null while nothing is. */
    @Nullable
    GapReport fatalGap() {
        return fatalGap;
    }

    /** Whether one more attempt to heal is worth it. */
    boolean mayHeal() {
        return healingAttempts < MAX_HEALING_ATTEMPTS;
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
        boolean explained = follows == null && lastState != null;
        if (before != null && (before.lastSequence() != 0 || explained)) {
            GapReport known = openGap == null ? null : stillMissing(openGap);
            follows = new Succession(before.streamID(), before.lastSequence(), report, known);
            openGap = null;
        }
        begin(start, session, follows);
    }

    private void begin(StreamStartEnvelope start, int session, @Nullable Succession follows) {
        // It belongs to the stream that ends here.
        local.flush();
        giveUpGap();
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
        succession = follows;
        replayUntil = 0;
        healingAttempts = 0;
        reporter.started(session, start, origin, resumedFrom);
    }

    /** A restart will leave this gap, if any; it is told when the new stream starts. */
    void willMiss(@Nullable GapReport gap) {
        openGap = gap;
    }

    /** Whether the server has sent a number that has not come. {@code newest} is unsigned. */
    boolean lacks(long newest) {
        return replayUntil == 0 && SequenceNumbers.isAfter(newest, position());
    }

    /** What lies between the position and {@code toSequence}, unsigned and included, is asked for again. */
    GapReport healing(long toSequence) {
        healingAttempts++;
        GapReport gap = missingUpTo(toSequence);
        openGap = gap;
        reporter.gapDetected(gap);
        return gap;
    }

    /** The server has nothing more to send: what is still missing will not come. */
    void giveUpGap() {
        GapReport gap = openGap;
        openGap = null;
        if (gap != null) {
            GapReport left = stillMissing(gap);
            if (left != null) {
                lost(left);
            }
        }
    }

    /** What came late, after the gap was found, is not missing. */
    private @Nullable GapReport stillMissing(GapReport gap) {
        StreamCheckpoint at = checkpoint;
        if (at == null
                || !at.streamID().equals(gap.streamID())
                || SequenceNumbers.isAfter(gap.fromSequence(), at.lastSequence())) {
            return gap;
        }
        Long to = gap.toSequence();
        return to != null && !SequenceNumbers.isAfter(to, at.lastSequence())
                ? null
                : new GapReport(gap.streamID(), at.lastSequence() + 1, to, gap.cause(), gap.healed());
    }

    /** What {@code early} has jumped over is given up: every update is a full state, so the newest is right. */
    Step skipTo(StreamDataEnvelope early, GapReport.Cause cause) {
        giveUp(early.sequenceNumber() - 1, cause);
        return take(early);
    }

    /** What lies between the position and {@code toSequence}, unsigned and included, will not be asked for. */
    void giveUp(long toSequence, GapReport.Cause cause) {
        GapReport gap = missingUpTo(toSequence);
        openGap = null;
        lost(new GapReport(gap.streamID(), gap.fromSequence(), gap.toSequence(), cause, false));
    }

    private void lost(GapReport gap) {
        reporter.gap(gap);
        if (gapsAreFatal && fatalGap == null) {
            fatalGap = gap;
        }
    }

    /** Judges an update and takes it if it is in its place. */
    Step accept(StreamDataEnvelope data) {
        var ext = data.ext();
        long skipped = ext == null || ext.skipped() == null ? 0 : ext.skipped();
        return switch (SequenceTracker.judge(position(), data.sequenceNumber(), skipped)) {
            case IN_ORDER -> take(data);
            case DUPLICATE -> {
                reporter.duplicate(data.streamID(), data.sequenceNumber());
                yield Step.DROPPED;
            }
            case JUMP -> Step.JUMPED;
        };
    }

    private Step take(StreamDataEnvelope data) {
        if (fatalGap != null) {
            return Step.LOST;
        }
        long sequence = data.sequenceNumber();
        if (checkpoint != null) {
            checkpoint = checkpoint.advancedTo(sequence, time.instant());
        }
        boolean replay = replayUntil != 0 && Long.compareUnsigned(sequence, replayUntil) <= 0;
        StreamDataEnvelope shown = local.offer(data);
        if (shown != null) {
            show(shown, replay);
        } else if (checkpoint != null) {
            reporter.leftOut(data, checkpoint);
        }
        if (fatalGap != null) {
            return Step.LOST;
        }
        GapReport gap = openGap;
        if (gap != null && gap.toSequence() != null && Long.compareUnsigned(sequence, gap.toSequence()) >= 0) {
            openGap = null;
            reporter.gap(new GapReport(gap.streamID(), gap.fromSequence(), gap.toSequence(), gap.cause(), true));
        }
        if (replay && Long.compareUnsigned(sequence, replayUntil) < 0) {
            return Step.REPLAYING;
        }
        replayUntil = 0;
        healingAttempts = 0;
        return Step.CAUGHT_UP;
    }

    private void show(StreamDataEnvelope data, boolean replay) {
        boolean confirmed = succession != null && confirms(succession, data);
        if (fatalGap != null || confirmed) {
            return;
        }
        if (!data.data().equals(lastState)) {
            brake.progressed();
        }
        lastState = data.data();
        reporter.update(data, replay ? UpdateKind.REPLAY : UpdateKind.FULL);
    }

    /** Shows what had to wait; the position may be beyond it by now. */
    private void showLate(StreamDataEnvelope data) {
        StreamCheckpoint at = checkpoint;
        if (fatalGap == null) {
            show(data, false);
            if (at != null && at.lastSequence() != data.sequenceNumber()) {
                reporter.movedOn(at);
            }
        }
    }

    /** Shows the newest update in the way of another filter, where that differs. */
    void showAgain() {
        StreamDataEnvelope shown = local.newest();
        if (shown != null && !shown.data().equals(lastState)) {
            show(shown, false);
        }
    }

    /** Whether the first state after an unexplained restart is the one shown already: then nothing was lost. */
    private boolean confirms(Succession after, StreamDataEnvelope first) {
        succession = null;
        boolean same = first.data().equals(lastState);
        if (after.report() != null) {
            reporter.resumed(after.report()
                    .concluded(same ? ResumeOutcome.CURRENT : ResumeOutcome.RESTARTED, null, same ? 0L : null));
        }
        if (same && checkpoint != null) {
            // It may have been another one in between.
            if (after.openGap() != null) {
                lost(after.openGap());
            }
            reporter.confirmed(first, checkpoint);
        } else {
            lost(new GapReport(after.streamID(), after.lastSequence() + 1, null, GapReport.Cause.UNKNOWN, false));
        }
        return same;
    }

    private GapReport missingUpTo(long toSequence) {
        StreamCheckpoint at = checkpoint;
        if (at == null) {
            throw new IllegalStateException("nothing can be missing from a stream that has not started");
        }
        return new GapReport(at.streamID(), at.lastSequence() + 1, toSequence, GapReport.Cause.JUMPED, false);
    }

    private long position() {
        return checkpoint == null ? 0 : checkpoint.lastSequence();
    }
}
