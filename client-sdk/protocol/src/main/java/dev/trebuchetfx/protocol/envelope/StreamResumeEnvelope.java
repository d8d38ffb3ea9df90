// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what came after {@code lastSequence}, on a new connection or to heal a gap on this one.
 *
 * @param lastSequence the newest number that the client has, unsigned; 0 for none
 * @param actorID the real id that {@link StreamStartEnvelope} gave: a version 2 server knows no other here
 */
public record StreamResumeEnvelope(
        UUID streamID,
        long lastSequence,
        ActorId actorID,
        String targetIdentifier,
        @Nullable Ext ext) implements Envelope {
    public static final String TYPE = "streamResume";

    @Override
    public String type() {
        return TYPE;
    }

    /**
     * What the client tells of its position beyond version 2.
     *
     * @param profile the version of the extension, 1
     * @param epoch what the client's position belongs to; absent where the stream began at a version 2 server
     * @param callID fresh for each resume
     * @param invokedActorID the name first used, tried before the real id, which dies with its server
     * @param streamFilter the filter asked for, so that a restart has it too
     * @param arguments the arguments of the invocation, likewise
     * @param delta the delta formats that the client can apply
     * @param haveBase whether the client still has the state at {@code lastSequence}
     * @param full whether it wants the full state, whatever is buffered
     * @param heartbeatMillis how often the client wishes to hear of a quiet stream, so that a restart elsewhere keeps it too
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
            @Nullable Long heartbeatMillis) {
        public Ext {
            arguments = List.copyOf(arguments);
            delta = List.copyOf(delta);
        }

        /** Of a client that does not say how often it wishes to hear of a quiet stream. */
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
    }
}
