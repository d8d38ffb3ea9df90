// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The server's answer to a {@link StreamResumeEnvelope} that carried {@code ext}, sent before the replay. Part of the extension. All
 * sequence numbers are unsigned.
 *
 * @param streamID the stream that was asked for; a restart goes on under a new id, which its {@code streamStart} names
 * @param callID the id of the resume
 * @param epoch the server's own epoch
 * @param outcome the outcome of the resume
 * @param reason the reason of a restart; null for other outcomes, and for a word that this version does not know
 * @param fromSequence the first number of the replay; null unless the outcome is {@link ResumeOutcome#REPLAYED}
 * @param toSequence the newest number of the stream, after which live updates follow; null for a restart
 * @param oldestBuffered the oldest number that the server can replay; null if nothing is buffered or the stream is unknown
 * @param newestBuffered the newest number of the stream, even if the buffer is empty; null if the stream is unknown
 * @param delta the delta format of the stream that goes on; null for a restart, and if each update carries the state itself
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
    /** The value of the key {@code type} on the wire. */
    public static final String TYPE = "streamResumed";

    /** Makes the answer for a stream without deltas. */
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
