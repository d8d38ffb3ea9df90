// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One logical stream: what an application observed, across all the streams that reconnects and restarts gave it. Immutable.
 *
 * @param number counts the logical streams of a capture from 1
 * @param actor as it was asked for, or its real id where that was not seen; empty where neither was
 * @param filter what the server was asked to filter by; null for nothing
 * @param streams ids, oldest first
 * @param updates what was shown, each number once: no duplicate, none that came late
 * @param replayed how many of them came in a replay
 * @param overlap how many were replayed though they had come
 * @param bytes of all updates on the wire
 * @param fullBytes what they would have taken as full states, as far as those are known
 * @param leftOut updates that the server says its filter left out, since the streams began
 * @param leftOutBytes of the states of those, and of the fields that were taken out of what was sent
 * @param proofs how often what the deltas add up to was compared with what the server said
 * @param drifts how often it was not the same
 * @param gapsOmitted gaps, the oldest, beyond those that are kept
 * @param capturedFrom the first number seen, where the capture began later than the stream; null otherwise
 * @param firstStateNanos from the invocation to the first state; null where not both were seen
 * @param buffer null where the server did not tell of it
 * @param ended why it is over; null while it is not
 */
public record StreamCard(
        int number,
        String actor,
        String method,
        @Nullable String filter,
        List<UUID> streams,
        long updates,
        long replayed,
        long overlap,
        long duplicates,
        long reordered,
        long ambiguous,
        long undecodable,
        long restarts,
        long bytes,
        long fullBytes,
        long leftOut,
        long leftOutBytes,
        long deltas,
        long proofs,
        long drifts,
        List<GapCard> gaps,
        long gapsOmitted,
        List<ResumeCard> resumes,
        @Nullable Long capturedFrom,
        @Nullable Long firstStateNanos,
        @Nullable BufferCard buffer,
        @Nullable String ended) {

    /** Actor and method. */
    public String name() {
        return (actor.isEmpty() ? "unknown" : actor) + "." + (method.isEmpty() ? "unknown" : method);
    }

    /** How many gaps hold updates that are lost for good. */
    public long losses() {
        return gaps.stream().filter(GapCard::isLoss).count();
    }

    /** How many numbers did not come, as far as that is known: neither left out on purpose nor perhaps merely not captured. */
    public long missing() {
        long sum = 0;
        for (GapCard gap : gaps) {
            Long length = gap.length();
            boolean counts = !gap.healed() && gap.cause() != GapCause.SKIPPED && gap.cause() != GapCause.NOT_CAPTURED;
            sum += counts && length != null ? length : 0;
        }
        return sum;
    }

    /** The same, where so many streams of other sides come first. */
    StreamCard numberedOn(int before) {
        return new StreamCard(
                number + before,
                actor,
                method,
                filter,
                streams,
                updates,
                replayed,
                overlap,
                duplicates,
                reordered,
                ambiguous,
                undecodable,
                restarts,
                bytes,
                fullBytes,
                leftOut,
                leftOutBytes,
                deltas,
                proofs,
                drifts,
                gaps,
                gapsOmitted,
                resumes,
                capturedFrom,
                firstStateNanos,
                buffer,
                ended);
    }
}
