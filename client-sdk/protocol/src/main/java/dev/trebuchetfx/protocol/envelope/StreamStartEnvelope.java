// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The server's message that a stream begins. A {@link StreamErrorEnvelope} may still follow, since the server looks the actor up later.
 *
 * @param streamID the new stream
 * @param callID the id of the invocation or resume that is answered; a version 2 server that restarts a stream makes up a new one
 * @param actorID the actor's real id, not the name that was invoked
 * @param targetIdentifier the method that opened the stream
 * @param filter the filter that was asked for; null for none
 * @param ext the server's part of the extension; null from a version 2 server
 */
public record StreamStartEnvelope(
        UUID streamID,
        UUID callID,
        ActorId actorID,
        String targetIdentifier,
        @Nullable StreamFilter filter,
        @Nullable Ext ext)
        implements Envelope {
    /** The value of the key {@code type} on the wire. */
    public static final String TYPE = "streamStart";

    @Override
    public String type() {
        return TYPE;
    }

    /**
     * The properties of a stream beyond version 2.
     *
     * @param profile the version of the extension, 1
     * @param epoch the span in which the server's sequence numbers hold; another value means another server process
     * @param bufferSize the most updates that the server keeps for a replay, 0 or more
     * @param ttlSeconds the time to live of the stream while it is detached, in seconds, 0 or more
     * @param delta the delta format that the server chose; null if each update carries the state itself
     * @param heartbeatMillis the interval of heartbeats that the server chose, in milliseconds, 0 or more; null for no heartbeats
     */
    public record Ext(
            int profile,
            String epoch,
            int bufferSize,
            long ttlSeconds,
            @Nullable String delta,
            @Nullable Long heartbeatMillis) {}
}
