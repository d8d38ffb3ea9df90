// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.event;

import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A report of a resume that was answered. Sequence numbers are unsigned.
 *
 * @param streamID the server's stream that the client asked for
 * @param lastSequence the position that the client sent
 * @param outcome the outcome, as the server said, or as this client concluded from the messages of a version 2 server
 * @param reason the reason of a restart; null for other outcomes, and where a version 2 server did not say
 * @param fromSequence the first number that is replayed; null where none is
 * @param toSequence the last number that is replayed, or the current one; null where it is not known beforehand
 * @param lost the number of updates that are known to be lost; null where some may be lost but nobody can say how many
 * @param oldestBuffered the oldest number in the server's buffer; null where the server did not say
 * @param newestBuffered the newest number in the server's buffer; null where the server did not say
 * @param elapsed the time from sending the resume to its answer
 */
public record ResumeReport(
        UUID streamID,
        long lastSequence,
        ResumeOutcome outcome,
        @Nullable RestartReason reason,
        @Nullable Long fromSequence,
        @Nullable Long toSequence,
        @Nullable Long lost,
        @Nullable Long oldestBuffered,
        @Nullable Long newestBuffered,
        Duration elapsed) {

    /**
     * Returns this report with the outcome that the first messages after the resume have shown.
     *
     * @param newFromSequence the first number that is replayed, unsigned; null where none is
     * @param newLost the number of updates that are known to be lost; null where that is not known
     */
    public ResumeReport concluded(ResumeOutcome newOutcome, @Nullable Long newFromSequence, @Nullable Long newLost) {
        return new ResumeReport(
                streamID,
                lastSequence,
                newOutcome,
                reason,
                newFromSequence,
                toSequence,
                newLost,
                oldestBuffered,
                newestBuffered,
                elapsed);
    }
}
