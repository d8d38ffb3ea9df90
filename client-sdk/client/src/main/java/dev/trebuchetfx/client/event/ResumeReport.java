// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.event;

import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a resume ended. Numbers are unsigned.
 *
 * @param streamID the stream that was asked for
 * @param lastSequence the position that was sent
 * @param outcome as the server said, or as this client concluded from what a version 2 server sent
 * @param reason why it was restarted; absent otherwise, and where a version 2 server did not say
 * @param fromSequence first number that is replayed
 * @param toSequence last number that is replayed, or the current one; absent where it is not known beforehand
 * @param lost how many updates are known to be lost; absent where some may be lost but nobody can say how many
 * @param oldestBuffered oldest number that the server had, if it said so
 * @param newestBuffered newest number that the server had, if it said so
 * @param elapsed from sending the resume to its answer
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

    /** The same resume, as what came has shown it to have ended. */
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
