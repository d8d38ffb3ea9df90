// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A client's message that asks for the updates after its position: on a new connection, to heal a gap, or to get the full state.
 *
 * @param streamID the stream to go on with
 * @param lastSequence the client's position, that is, the newest sequence number that it has, unsigned; 0 for none
 * @param actorID the real id that {@link StreamStartEnvelope} gave, since a version 2 server knows no exposed name here
 * @param targetIdentifier the method that opened the stream
 * @param ext the client's part of the extension; null from a version 2 client
 */
public record StreamResumeEnvelope(
        UUID streamID,
        long lastSequence,
        ActorId actorID,
        String targetIdentifier,
        @Nullable Ext ext) implements Envelope {
    /** The value of the key {@code type} on the wire. */
    public static final String TYPE = "streamResume";

    @Override
    public String type() {
        return TYPE;
    }

    /**
     * The details of a resume beyond version 2.
     *
     * @param profile the version of the extension, 1
     * @param epoch the epoch of the client's position; null if the stream began at a version 2 server
     * @param callID the id of this resume, new for each, which the answer repeats
     * @param invokedActorID the name that was invoked first. A restart looks the actor up by it before it tries the real id, which ends
     *     with its server process
     * @param streamFilter the filter that the client wants now, for a restart and for a stream that goes on; null for none
     * @param arguments the arguments of the invocation, which a restart uses again
     * @param delta the delta formats that the client can apply, best first; empty for none
     * @param haveBase true if the client still has the state at {@code lastSequence}, so that the first replayed update may be a delta
     * @param full true if the client wants the full state, whatever is buffered
     * @param heartbeatMillis the interval of heartbeats that a restart shall use, in milliseconds, 0 or more; null to leave it to the
     *     server, which keeps the interval of the stream that it replaces. A stream that goes on keeps its interval in any case
     * @param cursor the cursor of the client's position, as the server gave it last; null for none
     */
    public record Ext(
            int profile,
            @Nullable String epoch,
            UUID callID,
            ActorId invokedActorID,
            @Nullable StreamFilter streamFilter,
            List<Bytes> arguments,
            List<String> delta,
            boolean haveBase,
            boolean full,
            @Nullable Long heartbeatMillis,
            @Nullable String cursor) {
        public Ext {
            arguments = List.copyOf(arguments);
            delta = List.copyOf(delta);
        }

        /** Makes the details of a resume that names no interval of heartbeats. */
        public Ext(
                int profile,
                @Nullable String epoch,
                UUID callID,
                ActorId invokedActorID,
                @Nullable StreamFilter streamFilter,
                List<Bytes> arguments,
                List<String> delta,
                boolean haveBase,
                boolean full) {
            this(profile, epoch, callID, invokedActorID, streamFilter, arguments, delta, haveBase, full, null);
        }

        /** Makes the details of a resume without a cursor. */
        public Ext(
                int profile,
                @Nullable String epoch,
                UUID callID,
                ActorId invokedActorID,
                @Nullable StreamFilter streamFilter,
                List<Bytes> arguments,
                List<String> delta,
                boolean haveBase,
                boolean full,
                @Nullable Long heartbeatMillis) {
            this(
                    profile,
                    epoch,
                    callID,
                    invokedActorID,
                    streamFilter,
                    arguments,
                    delta,
                    haveBase,
                    full,
                    heartbeatMillis,
                    null);
        }
    }
}
