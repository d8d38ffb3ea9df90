// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.internal.patience.RestartBrake;
import dev.trebuchetfx.client.internal.update.DeltaStreamApplier;
import dev.trebuchetfx.client.internal.update.DriftWatch;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The stage that accepts the updates of a logical stream, each in this order: its number is judged, its whole state is made, the
 * position moves, and the state is shown and proven.
 *
 * <p>Owned by the client's loop. It reports what it finds, and asks the server for nothing.
 */
final class UpdateAcceptance {
    private final StreamReporter reporter;
    private final StreamPosition position;
    private final ShownState shown;
    private final RestartBrake brake;
    private final DeltaStreamApplier applier;
    private final DriftWatch drift;

    /**
     * Creates the stage, before the first stream of the server.
     *
     * @param brake is told of restarts and of checks that failed
     * @param applier makes whole states of what travels
     * @param drift compares them with the server's hashes
     */
    UpdateAcceptance(
            StreamReporter reporter,
            StreamPosition position,
            ShownState shown,
            RestartBrake brake,
            DeltaStreamApplier applier,
            DriftWatch drift) {
        this.reporter = reporter;
        this.position = position;
        this.shown = shown;
        this.brake = brake;
        this.applier = applier;
        this.drift = drift;
    }

    /** The fate of one update. */
    enum Step {
        /** The update is taken, and it is the newest that there is. */
        CAUGHT_UP,
        /** The update is taken, and more of the replay is to come. */
        REPLAYING,
        /** The update had come before. */
        DROPPED,
        /** Updates before this one have not come, and it is not taken. */
        JUMPED,
        /** Updates are missing for good, and the stream must not go on: this one is not shown. */
        LOST,
        /** The update is a delta from a state that is not here: it is not taken, and nothing after it can be until a full state comes. */
        REFUSED
    }

    /**
     * Goes on from the checkpoint that an earlier run has kept.
     *
     * @param resumable true if the server is asked for the updates after it; if not, the first state tells whether anything was missed
     */
    void restore(StoredCheckpoint stored, boolean resumable) {
        StreamCheckpoint kept = stored.position();
        StoredCheckpoint.LastState state = stored.lastState();
        applier.restore(state == null ? null : state.json(), resumable ? kept.lastSequence() : null);
        shown.restore(applier.state());
        if (resumable) {
            position.restore(kept);
        } else {
            shown.follows(new Succession(kept.streamID(), kept.lastSequence(), null, null));
        }
    }

    /** Begins a stream whose server has said what was missed before it. */
    void begin(StreamStartEnvelope start, int session) {
        begin(start, session, shown.succession());
    }

    /**
     * Begins a stream whose server has not said what was missed before it: the first state tells.
     *
     * @param report the report of the resume that led here, whose outcome is concluded from the first state; null where none led here
     */
    void beginUnexplained(StreamStartEnvelope start, int session, @Nullable ResumeReport report) {
        StreamCheckpoint before = position.checkpoint();
        Succession follows = shown.succession();
        // A stream that took no update leaves nothing to compare with, so the one that it took the place of still
        // counts. Where the server had explained that succession, the first state of the stream itself may be lost.
        boolean explained = follows == null && !shown.isEmpty();
        if (before != null && (before.lastSequence() != 0 || explained)) {
            follows = new Succession(before.streamID(), before.lastSequence(), report, position.takeOpen());
        }
        begin(start, session, follows);
    }

    private void begin(StreamStartEnvelope start, int session, @Nullable Succession follows) {
        shown.flush();
        position.giveUpOpen();
        StreamCheckpoint before = position.checkpoint();
        Long resumedFrom = null;
        if (follows != null) {
            resumedFrom = follows.lastSequence();
        } else if (before != null) {
            resumedFrom = before.lastSequence();
        }
        if (before != null) {
            brake.restarted();
        }
        StreamCheckpoint origin = position.begin(start);
        var ext = start.ext();
        applier.begin(ext != null, ext == null ? null : ext.delta());
        shown.follows(follows);
        reporter.started(session, start, origin, resumedFrom);
    }

    /** Judges an update and takes it if it is in its place. */
    Step accept(StreamDataEnvelope data) {
        return switch (position.judge(data)) {
            case IN_ORDER -> apply(data, () -> {});
            case DUPLICATE -> {
                reporter.duplicate(data.streamID(), data.sequenceNumber());
                yield Step.DROPPED;
            }
            case JUMP -> Step.JUMPED;
        };
    }

    /** Gives up the updates that {@code early} has jumped over and takes it, if it is a full state; a delta has no base here. */
    Step skipTo(StreamDataEnvelope early, GapReport.Cause cause) {
        long upTo = early.sequenceNumber() - 1;
        Step step = apply(early, () -> position.giveUp(upTo, cause));
        if (step == Step.REFUSED) {
            position.willTell(upTo, cause);
        }
        return step;
    }

    /** Distrusts the state of an update, which is not the server's; returns false where the state does not matter any more. */
    boolean distrust(UUID streamID, long sequence, StateValue state) {
        StreamCheckpoint at = position.checkpoint();
        if (at == null || !at.streamID().equals(streamID)) {
            return false;
        }
        applier.distrust();
        brake.checkFailed();
        drift.suspect(streamID, sequence, state);
        return true;
    }

    /** Makes the whole state of an update and shows it, if its base is here; {@code beforehand} runs before it is shown. */
    private Step apply(StreamDataEnvelope data, Runnable beforehand) {
        if (position.gaps().areFatal()) {
            return Step.LOST;
        }
        return switch (applier.apply(data)) {
            case DeltaStreamApplier.Result.Refused(String why, boolean first) -> {
                if (first) {
                    brake.checkFailed();
                }
                reporter.refused(data, why, first);
                yield Step.REFUSED;
            }
            case DeltaStreamApplier.Result.Applied applied -> {
                beforehand.run();
                if (position.gaps().areFatal()) {
                    yield Step.LOST;
                }
                Step step = show(data, applied);
                prove(data, applied.state());
                if (!applied.byDelta()) {
                    drift.fullState(applied.state());
                }
                yield step;
            }
        };
    }

    private Step show(StreamDataEnvelope data, DeltaStreamApplier.Result.Applied applied) {
        boolean replay = position.advance(
                data.sequenceNumber(), data.ext() == null ? null : data.ext().cursor());
        shown.offer(data, applied, replay);
        if (position.gaps().areFatal()) {
            return Step.LOST;
        }
        return position.reached(data.sequenceNumber()) ? Step.REPLAYING : Step.CAUGHT_UP;
    }

    private void prove(StreamDataEnvelope data, StateValue state) {
        String hash = data.ext() == null ? null : data.ext().hash();
        if (hash != null && applier.isProvable()) {
            drift.check(data.streamID(), data.sequenceNumber(), state, hash);
        }
    }
}
