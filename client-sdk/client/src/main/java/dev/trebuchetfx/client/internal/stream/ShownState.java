// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.internal.patience.RestartBrake;
import dev.trebuchetfx.client.internal.update.DeltaStreamApplier;
import dev.trebuchetfx.client.internal.update.LocalFilter;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import org.jspecify.annotations.Nullable;

/**
 * The state that a logical stream shows. It lets the updates through that pass the client's own filter, and concludes from the first
 * state after a restart that nobody has explained whether anything was lost.
 *
 * <p>Owned by the client's loop. Shows nothing after a gap that ends the stream.
 */
final class ShownState {
    private final StreamReporter reporter;
    private final StreamPosition position;
    private final RestartBrake brake;
    private final LocalFilter local;

    // Valid for the logical stream.
    private @Nullable StateValue newest;

    // Valid for one stream of the server.
    private @Nullable Succession succession;

    /**
     * Creates a state that shows nothing yet.
     *
     * @param brake is told of each new state
     * @param local decides what is shown, where the server does not
     */
    ShownState(StreamReporter reporter, StreamPosition position, RestartBrake brake, LocalFilter local) {
        this.reporter = reporter;
        this.position = position;
        this.brake = brake;
        this.local = local;
        local.onLate(this::showLate);
    }

    /** Goes on from the state that an earlier run has kept, or from none. */
    void restore(@Nullable StateValue kept) {
        newest = kept;
    }

    boolean isEmpty() {
        return newest == null;
    }

    /** Returns the size of the newest state in bytes, or 0 where there is none. */
    int size() {
        StateValue state = newest;
        return state == null ? 0 : state.size();
    }

    /** Shows the update that waits in the client's own filter, since it belongs to the stream that ends here. */
    void flush() {
        local.flush();
    }

    /** Sets the stream whose place this one has taken, if nobody has said what was missed between them. */
    void follows(@Nullable Succession unexplained) {
        succession = unexplained;
    }

    /** Returns the stream whose place this one has taken, until the first state has told what was missed. */
    @Nullable
    Succession succession() {
        return succession;
    }

    /** Returns whether the stream is a restart that nobody has explained, and whose first state has not come. */
    boolean awaitsFirstStateOfConcludedRestart() {
        return succession != null && succession.report() != null;
    }

    /**
     * Shows an update if it passes the client's own filter.
     *
     * @param replay true if the update is part of a replay
     */
    void offer(StreamDataEnvelope data, DeltaStreamApplier.Result.Applied applied, boolean replay) {
        if (!local.isActive()) {
            local.passing(() -> whole(data, applied));
            UpdateKind live = applied.byDelta() ? UpdateKind.DELTA : UpdateKind.FULL;
            show(data, applied.state(), applied.content(), live, replay);
            return;
        }
        StreamDataEnvelope passed = local.offer(whole(data, applied));
        StreamCheckpoint at = position.checkpoint();
        if (passed != null) {
            show(passed, StateValue.of(passed.data()), passed.data(), UpdateKind.FULL, replay);
        } else if (at != null) {
            reporter.leftOut(data, at);
        }
    }

    /** Returns the update as if its whole state had travelled. */
    @SuppressWarnings("ReferenceEquality") // Identity tells whether anything was wrapped.
    private static StreamDataEnvelope whole(StreamDataEnvelope data, DeltaStreamApplier.Result.Applied applied) {
        return applied.content() == data.data()
                ? data
                : new StreamDataEnvelope(
                        data.streamID(), data.sequenceNumber(), applied.state().json(), data.timestamp(), data.ext());
    }

    /** Shows an update that had to wait; the position may be beyond it by now. */
    private void showLate(StreamDataEnvelope data) {
        StreamCheckpoint at = position.checkpoint();
        if (!position.gaps().areFatal()) {
            show(data, StateValue.of(data.data()), data.data(), UpdateKind.FULL, false);
            if (at != null && at.lastSequence() != data.sequenceNumber()) {
                reporter.movedOn(at);
            }
        }
    }

    /** Shows the newest update under another filter, if that makes it look different. */
    void showAgain() {
        StreamDataEnvelope shown = local.newest();
        if (shown == null) {
            return;
        }
        StateValue state = StateValue.of(shown.data());
        if (newest == null || !state.isSameAs(newest)) {
            show(shown, state, shown.data(), UpdateKind.FULL, false);
        }
    }

    private void show(StreamDataEnvelope data, StateValue state, Bytes content, UpdateKind live, boolean replay) {
        boolean confirmed = succession != null && confirms(succession, data, state, content);
        if (position.gaps().areFatal() || confirmed) {
            return;
        }
        // A delta always makes a new state; only a whole state may be the same again.
        if (live == UpdateKind.DELTA || newest == null || !state.isSameAs(newest)) {
            brake.progressed();
        }
        newest = state;
        reporter.update(data, replay ? UpdateKind.REPLAY : live, state, content);
    }

    /** Returns whether the first state after an unexplained restart is the one that is shown already, so that no state was lost. */
    private boolean confirms(Succession after, StreamDataEnvelope first, StateValue state, Bytes content) {
        succession = null;
        boolean same = newest != null && state.isSameAs(newest);
        if (after.report() != null) {
            reporter.resumed(after.report()
                    .concluded(same ? ResumeOutcome.CURRENT : ResumeOutcome.RESTARTED, null, same ? 0L : null));
        }
        StreamCheckpoint at = position.checkpoint();
        if (same && at != null) {
            // The state may have been another one in between.
            if (after.openGap() != null) {
                position.gaps().lost(after.openGap());
            }
            reporter.confirmed(first, at, content);
        } else {
            position.gaps()
                    .lost(new GapReport(
                            after.streamID(), after.lastSequence() + 1, null, GapReport.Cause.UNKNOWN, false));
        }
        return same;
    }
}
