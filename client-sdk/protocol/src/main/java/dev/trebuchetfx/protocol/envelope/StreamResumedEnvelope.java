// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answers a {@link StreamResumeEnvelope} that carried {@code ext}, before anything is replayed.
 *
 * @param streamID the stream that was asked for; a restart goes on under another, which its {@code streamStart} names
 * @param reason why the stream is restarted; absent for other outcomes
 * @param fromSequence first number that is replayed, unsigned; present with {@link ResumeOutcome#REPLAYED}
 * @param toSequence last number that is replayed, or the current one
 * @param oldestBuffered oldest number that the server could have replayed
 * @param newestBuffered newest number that the server has
 * @param delta the delta format of the stream that goes on, if any
 */
public record StreamResumedEnvelope(
        UUID streamID,
        UUID callID,
        String epoch,
        ResumeOutcome outcome,
        @Nullable RestartReason reason,
        @Nullable Long fromSequence,
        @Nullable Long toSequence,
        @Nullable Long oldestBuffered,
        @Nullable Long newestBuffered,
        @Nullable String delta)
        implements Envelope {
    public static final String TYPE = "streamResumed";

    /** The answer for a stream without deltas. */
    public StreamResumedEnvelope(
            UUID streamID,
            UUID callID,
            String epoch,
            ResumeOutcome outcome,
            @Nullable RestartReason reason,
            @Nullable Long fromSequence,
            @Nullable Long toSequence,
            @Nullable Long oldestBuffered,
            @Nullable Long newestBuffered) {
        this(streamID, callID, epoch, outcome, reason, fromSequence, toSequence, oldestBuffered, newestBuffered, null);
    }

    @Override
    public String type() {
        return TYPE;
    }
}
