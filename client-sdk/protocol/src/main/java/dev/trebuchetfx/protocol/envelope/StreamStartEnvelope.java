// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stream begins. It may still be followed by a {@link StreamErrorEnvelope}: the actor is looked up later.
 *
 * @param callID of the invocation or resume that is answered; a version 2 restart makes one up
 * @param actorID the actor's real id, not the name that was invoked
 */
public record StreamStartEnvelope(
        UUID streamID,
        UUID callID,
        ActorId actorID,
        String targetIdentifier,
        @Nullable StreamFilter filter,
        @Nullable Ext ext)
        implements Envelope {
    public static final String TYPE = "streamStart";

    @Override
    public String type() {
        return TYPE;
    }

    /**
     * What the server tells of the stream beyond version 2.
     *
     * @param profile the version of the extension, 1
     * @param epoch the span in which the server's numbering holds; another value means another server process
     * @param bufferSize how many updates the server keeps for a replay
     * @param ttlSeconds how long a detached stream is kept
     * @param delta the delta format chosen, if any
     * @param heartbeatMillis the interval chosen, if any
     */
    public record Ext(
            int profile,
            String epoch,
            int bufferSize,
            long ttlSeconds,
            @Nullable String delta,
            @Nullable Long heartbeatMillis) {}
}
