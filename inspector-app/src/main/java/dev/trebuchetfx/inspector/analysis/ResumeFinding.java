// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.wire.ResumeOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One resume, from the question to the stream being live again.
 *
 * @param sentAt null where the capture began between question and answer
 * @param lastSequence the checkpoint that was sent, unsigned
 * @param report the answer; null while it is waited for
 * @param replayed how many updates were sent again since the answer
 * @param liveAt when the stream was live again; null until then
 */
public record ResumeFinding(
        @Nullable Instant sentAt,
        UUID streamID,
        long lastSequence,
        @Nullable ResumeReport report,
        long replayed,
        @Nullable Instant liveAt) {

    /** How a resume went. */
    public enum Result {
        /** No answer yet. */
        WAITING("waiting"),
        /** Everything missed was replayed, or nothing was missed. */
        COMPLETE("complete"),
        /** Some of what was missed is known to be lost. */
        LOST("lost"),
        /** Started anew with the full state; whether something was missed in between is not known. */
        RESTARTED("restarted");

        private final String word;

        Result(String word) {
            this.word = word;
        }

        /** One lower-case word. */
        public String word() {
            return word;
        }
    }

    /** How it went, as far as it is known. */
    public Result result() {
        if (report == null) {
            return Result.WAITING;
        }
        Long lost = report.lost();
        if (lost != null && lost != 0) {
            return Result.LOST;
        }
        return report.outcome() == ResumeOutcome.RESTARTED && lost == null ? Result.RESTARTED : Result.COMPLETE;
    }

    /** From the question to live again, or to the answer while it is not; null while there is none. */
    public @Nullable Duration elapsed() {
        if (sentAt != null && liveAt != null) {
            return Duration.between(sentAt, liveAt);
        }
        return report == null ? null : report.elapsed();
    }

    ResumeFinding answered(ResumeReport answer) {
        return new ResumeFinding(sentAt, streamID, lastSequence, answer, replayed, liveAt);
    }

    ResumeFinding oneMoreReplayed() {
        return new ResumeFinding(sentAt, streamID, lastSequence, report, replayed + 1, liveAt);
    }

    ResumeFinding live(Instant at) {
        return new ResumeFinding(sentAt, streamID, lastSequence, report, replayed, at);
    }
}
