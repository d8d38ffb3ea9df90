// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A client's message that calls a method or opens a stream; see {@link #opensStream}.
 *
 * @param callID the id of the call, made by the client and repeated in the {@code response} or {@code streamStart}
 * @param actorID the actor's exposed name or real id
 * @param targetIdentifier the method's name at the server: a plain name, or a mangled one for a Swift server
 * @param protocolVersion the version that the client speaks, 0 or more; 1 if the key was absent
 * @param genericSubstitutions the types of a generic Swift method; this project's client sends an empty list
 * @param arguments the arguments, each one JSON value
 * @param streamFilter the filter of a stream; null for none
 * @param traceContext the position in a distributed trace; null for none
 * @param ext the client's part of the extension; null from a version 2 client
 */
public record InvocationEnvelope(
        UUID callID,
        ActorId actorID,
        String targetIdentifier,
        int protocolVersion,
        List<String> genericSubstitutions,
        List<Bytes> arguments,
        @Nullable StreamFilter streamFilter,
        @Nullable TraceContext traceContext,
        @Nullable Ext ext)
        implements Envelope {
    /** The value of the key {@code type} on the wire. */
    public static final String TYPE = "invocation";

    /** The version of the protocol that this library speaks. */
    public static final int CURRENT_PROTOCOL_VERSION = 2;

    public InvocationEnvelope {
        genericSubstitutions = List.copyOf(genericSubstitutions);
        arguments = List.copyOf(arguments);
    }

    /** Returns whether the server answers with a stream instead of a response: if the method's name begins with {@code observe}. */
    public boolean opensStream() {
        return targetIdentifier.startsWith("observe");
    }

    @Override
    public String type() {
        return TYPE;
    }

    /** Returns the call as it is sent once more, after its answer was not heard. A call without the extension stays as it is. */
    public InvocationEnvelope asRepeated() {
        return ext == null
                ? this
                : new InvocationEnvelope(
                        callID,
                        actorID,
                        targetIdentifier,
                        protocolVersion,
                        genericSubstitutions,
                        arguments,
                        streamFilter,
                        traceContext,
                        new Ext(ext.profile, ext.delta, ext.heartbeatMillis, true));
    }

    /**
     * The abilities and wishes of a client with the extension.
     *
     * @param profile the version of the extension, 1
     * @param delta the delta formats that the client can apply, best first; empty for none
     * @param heartbeatMillis the interval of heartbeats that the client wants, in milliseconds, 0 or more; null for no heartbeats. The
     *     server uses the nearest interval that it allows
     * @param repeated true if the client has sent this call before, with the same id, and never heard the answer: the server looks whether
     *     it is done before it does it
     */
    public record Ext(
            int profile, List<String> delta, @Nullable Long heartbeatMillis, boolean repeated) {
        public Ext {
            delta = List.copyOf(delta);
        }

        /** Makes the abilities and wishes of a client that sends a call for the first time. */
        public Ext(int profile, List<String> delta, @Nullable Long heartbeatMillis) {
            this(profile, delta, heartbeatMillis, false);
        }
    }
}
