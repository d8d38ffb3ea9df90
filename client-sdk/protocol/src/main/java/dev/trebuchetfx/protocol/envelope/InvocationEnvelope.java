// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Calls a method; one whose identifier starts with {@code observe} opens a stream.
 *
 * @param callID made by the client, answered in {@code response} or {@code streamStart}
 * @param targetIdentifier the method, as the server knows it: a plain name, or a mangled one for a Swift server
 * @param protocolVersion 1 where the key was absent
 * @param arguments one JSON value each
 * @param ext what this client can do beyond version 2; absent from other peers
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
    public static final String TYPE = "invocation";

    /** The version that this library speaks. */
    public static final int CURRENT_PROTOCOL_VERSION = 2;

    public InvocationEnvelope {
        genericSubstitutions = List.copyOf(genericSubstitutions);
        arguments = List.copyOf(arguments);
    }

    /** Whether a server answers with a stream rather than a response. */
    public boolean opensStream() {
        return targetIdentifier.startsWith("observe");
    }

    @Override
    public String type() {
        return TYPE;
    }

    /**
     * What this client can do beyond version 2.
     *
     * @param profile the version of the extension, 1
     * @param delta the delta formats that the client can apply, best first; empty for none
     * @param heartbeatMillis how often the client wishes to hear of a quiet stream
     */
    public record Ext(
            int profile, List<String> delta, @Nullable Long heartbeatMillis) {
        public Ext {
            delta = List.copyOf(delta);
        }
    }
}
