// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The server's answer to an {@link InvocationEnvelope}: the result of a call, or the reason why a call or a stream was refused.
 *
 * @param callID the id of the invocation
 * @param result a JSON value, or no bytes for a method that returns nothing; null if the call failed
 * @param errorMessage the reason of the failure, in the server's words; null if the call succeeded
 * @param ext the server's part of the extension; null from a version 2 server, and for an actor whose state is not stored
 */
public record ResponseEnvelope(
        UUID callID,
        @Nullable Bytes result,
        @Nullable String errorMessage,
        @Nullable Ext ext) implements Envelope {
    /** The value of the key {@code type} on the wire. */
    public static final String TYPE = "response";

    /** The {@code errorMessage} of a server that drains: it accepts no more invocations, of calls or of streams. */
    public static final String DRAINING = "Server is shutting down";

    /**
     * The beginning of the {@code errorMessage} of a server that can't open or resume a stream now, but may later, for instance since it can't reach
     * its database: of a {@code response} to the invocation, and of a {@code streamError} to the resume. Part of the extension.
     */
    public static final String UNAVAILABLE = "Stream unavailable: ";

    /** The beginning of the {@code errorMessage} of a call that was not done, since too much waits for its actor. */
    public static final String BUSY = "Actor is busy: ";

    /** The beginning of the {@code errorMessage} of a call that may have been done, since the database does not say. Part of the extension. */
    public static final String OUTCOME_UNKNOWN = "the outcome of the call is not known";

    /** The beginning of the {@code errorMessage} of a repeated call that is done, but whose result is not kept. Part of the extension. */
    public static final String DONE_WITHOUT_RESULT = "the call is done, once, but its result is not kept";

    /** Makes an answer that tells no version. */
    public ResponseEnvelope(UUID callID, @Nullable Bytes result, @Nullable String errorMessage) {
        this(callID, result, errorMessage, null);
    }

    @Override
    public String type() {
        return TYPE;
    }

    /**
     * The details of an answer beyond version 2.
     *
     * @param version the version of the actor's stored state that the call made, or that it saw if it changed nothing; 1 or more. A stream of the
     *     actor that has come through this version shows the call's effect, or its filter has left it out
     */
    public record Ext(long version) {}
}
