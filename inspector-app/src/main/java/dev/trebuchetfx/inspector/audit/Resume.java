// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import org.jspecify.annotations.Nullable;

/** One resume while it is under way. Confined to the logical stream that owns it. */
final class Resume {
    final StreamResumeEnvelope asked;
    final int connection;
    final SequencedStream stream;
    /** Whether it goes into the figures. */
    boolean counted;

    private final long time;
    private final long index;
    private @Nullable StreamResumedEnvelope answer;
    private @Nullable ResumeOutcome outcome;
    /** Concluded of a version 2 server's restart: its first state is the last one known. */
    private boolean nothingMissed;

    private @Nullable Long restartMissing;
    private @Nullable Long firstReplayed;
    private @Nullable Long lastReplayed;
    private @Nullable Long promisedTo;
    private long replayed;
    private long overlap;
    private @Nullable Long liveTime;
    private long lastReplayTime;
    private boolean abandoned;

    Resume(StreamResumeEnvelope asked, int connection, SequencedStream stream, long time, long index) {
        this.asked = asked;
        this.connection = connection;
        this.stream = stream;
        this.time = time;
        this.index = index;
    }

    void answered(StreamResumedEnvelope told, long at) {
        answer = told;
        outcome = told.outcome();
        promisedTo = told.outcome() == ResumeOutcome.REPLAYED ? told.toSequence() : null;
        if (outcome == ResumeOutcome.CURRENT) {
            liveTime = at;
        }
    }

    /** What a version 2 server sent shows what it made of the question. */
    void concluded(ResumeOutcome shown) {
        outcome = shown;
    }

    void replayed(long sequence, boolean hadCome, long at) {
        replayed++;
        overlap += hadCome ? 1 : 0;
        firstReplayed = firstReplayed == null ? Long.valueOf(sequence) : firstReplayed;
        lastReplayed = sequence;
        lastReplayTime = at;
        if (promisedTo != null && Long.compareUnsigned(sequence, promisedTo) >= 0) {
            live(at);
        }
    }

    void live(long at) {
        liveTime = liveTime == null ? Long.valueOf(at) : liveTime;
    }

    void restarted(boolean same, @Nullable Long missing, long at) {
        nothingMissed = same;
        restartMissing = missing;
        live(at);
    }

    /** The connection went before it was done, or the client asked anew: what it would have come to is not known. */
    void abandon() {
        abandoned = true;
    }

    /** Whether just the first of its replay has come. */
    boolean isFirst() {
        return replayed == 1;
    }

    boolean isAnswered() {
        return outcome != null;
    }

    /** Nothing more can be expected of it. */
    boolean isDone() {
        return liveTime != null || abandoned;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    @Nullable
    ResumeOutcome outcome() {
        return outcome;
    }

    @Nullable
    StreamResumedEnvelope answer() {
        return answer;
    }

    @Nullable
    Long promisedTo() {
        return promisedTo;
    }

    ResumeCard card() {
        Long missing = missing();
        return new ResumeCard(
                asked.streamID(),
                asked.lastSequence(),
                outcome == null ? null : outcome.wireName(),
                answer == null || answer.reason() == null
                        ? null
                        : answer.reason().wireName(),
                firstReplayed,
                lastReplayed,
                answer == null ? null : answer.oldestBuffered(),
                answer == null ? null : answer.newestBuffered(),
                replayed,
                overlap,
                missing,
                toLive(),
                verdict(missing),
                time,
                index);
    }

    private @Nullable Long toLive() {
        if (liveTime != null) {
            return liveTime - time;
        }
        // Nothing tells when a version 2 replay is over.
        return outcome == ResumeOutcome.REPLAYED && answer == null ? Long.valueOf(lastReplayTime - time) : null;
    }

    private @Nullable Long missing() {
        if (outcome == null) {
            return null;
        }
        return switch (outcome) {
            case CURRENT -> 0L;
            case RESTARTED -> restartMissing;
            case REPLAYED -> {
                Long end = promisedTo == null ? lastReplayed : promisedTo;
                yield end == null ? Long.valueOf(0) : stream.missing(asked.lastSequence() + 1, end);
            }
        };
    }

    private ResumeVerdict verdict(@Nullable Long missing) {
        if (outcome == null) {
            return ResumeVerdict.UNKNOWN;
        }
        return switch (outcome) {
            case CURRENT -> ResumeVerdict.COMPLETE;
            case RESTARTED -> nothingMissed && answer == null ? ResumeVerdict.COMPLETE : ResumeVerdict.RESTARTED;
            case REPLAYED -> {
                if (missing == null || missing == 0) {
                    yield ResumeVerdict.COMPLETE;
                }
                if (answer == null) {
                    yield ResumeVerdict.PARTIAL;
                }
                yield isDone() && !abandoned ? ResumeVerdict.LOST : ResumeVerdict.UNKNOWN;
            }
        };
    }
}
