// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * The replacement of one server stream by another, until the new one's first state has come. If that equals the last known state,
 * nothing was missed.
 *
 * @param before the stream that was replaced
 * @param state the last known state of the stream that was replaced
 * @param answer the resume that the new stream answers, or, for a swap, the one whose replay it follows; null if there was none
 * @param swap whether a version 2 server has replayed, and the client called anew for live updates
 */
record StreamReplacement(
        SequencedStream before,
        StateVerifier state,
        @Nullable Resume answer,
        boolean swap) {

    /** Returns the replacement for a further stream, which comes before the new one has shown a state. */
    StreamReplacement again(@Nullable Resume newAnswer) {
        return new StreamReplacement(before, state, answer == null ? newAnswer : answer, swap);
    }

    private @Nullable RestartReason reason() {
        StreamResumedEnvelope told = answer == null ? null : answer.answer();
        return told == null ? null : told.reason();
    }

    /** Returns the cause of the gaps that were open in the stream before. */
    GapCause causeOfOpenGaps() {
        RestartReason reason = reason();
        return reason == null ? GapCause.LOST : cause(reason);
    }

    private static GapCause cause(RestartReason reason) {
        return switch (reason) {
            case EVICTED, EXPIRED -> GapCause.EVICTED;
            case FULL -> GapCause.SKIPPED;
            case EPOCH, AHEAD, UNKNOWN -> GapCause.UNKNOWN;
        };
    }

    /** Returns the gap between the last update and the new stream's first state, or null if nothing was missed or that can't be known. */
    @Nullable
    Gap gap(StateVerifier first, long time, long index) {
        RestartReason reason = reason();
        GapCause cause = reason == null ? GapCause.UNKNOWN : cause(reason);
        long from = before.highest() + 1;
        if (knowsNewest()) {
            // The state after the newest is what the new stream begins with.
            long to = reason == RestartReason.EVICTED || reason == RestartReason.FULL
                    ? before.newest() - 1
                    : before.newest();
            return Long.compareUnsigned(from, to) > 0 ? null : new Gap(before.id, from, to, time, index, cause);
        }
        Boolean same = state.sameAs(first);
        boolean missed = same == null ? reason == RestartReason.EVICTED : !same;
        return missed && before.highest() != 0 ? new Gap(before.id, from, null, time, index, cause) : null;
    }

    private boolean knowsNewest() {
        return Long.compareUnsigned(before.newest(), before.highest()) > 0;
    }

    void settle(@Nullable Gap gap, StateVerifier first, long time) {
        if (answer == null) {
            return;
        }
        if (swap) {
            answer.live(time);
            return;
        }
        if (!answer.isAnswered()) {
            answer.concluded(ResumeOutcome.RESTARTED);
        }
        boolean same = Boolean.TRUE.equals(state.sameAs(first));
        Long missing = gap == null
                ? (same || knowsNewest() ? Long.valueOf(0) : null)
                : gap.to == null ? null : Long.valueOf(gap.to - gap.from + 1);
        answer.restarted(same && gap == null, missing, time);
    }
}
