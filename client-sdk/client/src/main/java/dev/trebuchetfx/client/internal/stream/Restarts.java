// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * The rules that tell which answers to a resume are restarts, and what a restart means for the updates between the client's position
 * and the full state.
 */
final class Restarts {
    private Restarts() {}

    /**
     * Returns the gap that a restart leaves, or null where it leaves none.
     *
     * <p>Where the server still knows the numbering, the full state stands for the newest number, and the updates between are lost.
     * Otherwise nobody can say how many updates there were.
     *
     * @param filtered true if the full state may not pass the filter and so not come; the newest number may then be lost too
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

    /** Returns the number of updates that are known to be lost; null where nobody can say. */
    static @Nullable Long lost(StreamResumedEnvelope answer, long lastSequence, boolean filtered) {
        if (answer.outcome() != ResumeOutcome.RESTARTED) {
            return 0L;
        }
        Long newest = newestKnown(answer, lastSequence, filtered);
        return newest == null ? null : Math.max(0, newest - lastSequence - 1);
    }

    /**
     * Returns the answer, or a restart in its place where it contradicts what this client has seen: no server that counts as it did
     * before can give it.
     *
     * @param epoch the epoch of the position; null where it has none
     */
    static StreamResumedEnvelope unlessContradicted(
            StreamResumedEnvelope answer, long lastSequence, @Nullable String epoch) {
        if (answer.outcome() == ResumeOutcome.RESTARTED) {
            return answer;
        }
        RestartReason reason;
        if (epoch != null && !epoch.equals(answer.epoch())) {
            reason = RestartReason.EPOCH;
        } else if (isBelow(answer.newestBuffered(), lastSequence) || isBelow(answer.toSequence(), lastSequence)) {
            reason = RestartReason.AHEAD;
        } else if (answer.outcome() == ResumeOutcome.CURRENT
                ? saysMore(answer, lastSequence)
                : !follows(answer, lastSequence)) {
            reason = RestartReason.UNKNOWN;
        } else {
            return answer;
        }
        return new StreamResumedEnvelope(
                answer.streamID(),
                answer.callID(),
                answer.epoch(),
                ResumeOutcome.RESTARTED,
                reason,
                null,
                null,
                answer.oldestBuffered(),
                answer.newestBuffered());
    }

    private static boolean isBelow(@Nullable Long number, long lastSequence) {
        return number != null && Long.compareUnsigned(number, lastSequence) < 0;
    }

    /** Returns whether an answer that says nothing was missed names another number than the position all the same. */
    private static boolean saysMore(StreamResumedEnvelope answer, long lastSequence) {
        Long newest = answer.newestBuffered();
        Long to = answer.toSequence();
        return (newest != null && newest != lastSequence) || (to != null && to != lastSequence);
    }

    /** Returns whether a replay begins after the position and ends no sooner than it begins. */
    private static boolean follows(StreamResumedEnvelope answer, long lastSequence) {
        Long from = answer.fromSequence();
        Long to = answer.toSequence();
        long first = from == null ? lastSequence + 1 : from;
        return Long.compareUnsigned(first, lastSequence) > 0 && !isBelow(to, first);
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
