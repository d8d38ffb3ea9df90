// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.wire.RestartReason;
import dev.trebuchetfx.client.wire.ResumeOutcome;
import dev.trebuchetfx.client.wire.StreamResumedEnvelope;
import org.jspecify.annotations.Nullable;

/** What a restart means for the updates between the client's position and the full state that follows. */
final class Restarts {
    private Restarts() {}

    /**
     * The gap that a restart leaves, or null where it leaves none.
     *
     * <p>Where the server knows the numbering still, the full state stands for the newest number, and what lies between is
     * lost. Otherwise nobody can say how many updates there were.
     *
     * @param filtered whether the full state may not pass the filter and so not come: then the newest number may be lost too
     */
    static @Nullable GapReport gap(StreamResumedEnvelope answer, long lastSequence, boolean filtered) {
        if (answer.outcome() != ResumeOutcome.RESTARTED) {
            return null;
        }
        Long newest = newestKnown(answer, lastSequence, filtered);
        if (newest != null && newest - lastSequence <= 1) {
            return null;
        }
        return new GapReport(
                answer.streamID(), lastSequence + 1, newest == null ? null : newest - 1, cause(answer.reason()), false);
    }

    /** How many updates are known to be lost; null where nobody can say. */
    static @Nullable Long lost(StreamResumedEnvelope answer, long lastSequence, boolean filtered) {
        if (answer.outcome() != ResumeOutcome.RESTARTED) {
            return 0L;
        }
        Long newest = newestKnown(answer, lastSequence, filtered);
        return newest == null ? null : Math.max(0, newest - lastSequence - 1);
    }

    private static @Nullable Long newestKnown(StreamResumedEnvelope answer, long lastSequence, boolean filtered) {
        Long newest = answer.newestBuffered();
        if (filtered && newest != null && newest != lastSequence) {
            return null;
        }
        boolean sameNumbering = answer.reason() == RestartReason.EVICTED || answer.reason() == RestartReason.FULL;
        return newest != null && sameNumbering && Long.compareUnsigned(newest, lastSequence) >= 0 ? newest : null;
    }

    private static GapReport.Cause cause(@Nullable RestartReason reason) {
        return switch (reason) {
            case EXPIRED -> GapReport.Cause.EXPIRED;
            case EVICTED -> GapReport.Cause.EVICTED;
            case EPOCH -> GapReport.Cause.EPOCH_CHANGED;
            case FULL -> GapReport.Cause.FULL_STATE_INSTEAD;
            case AHEAD, UNKNOWN -> GapReport.Cause.UNKNOWN;
            case null -> GapReport.Cause.UNKNOWN;
        };
    }
}
