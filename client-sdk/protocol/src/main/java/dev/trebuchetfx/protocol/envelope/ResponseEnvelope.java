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
 */
public record ResponseEnvelope(
        UUID callID, @Nullable Bytes result, @Nullable String errorMessage) implements Envelope {
    /** The value of the key {@code type} on the wire. */
    public static final String TYPE = "response";

    /** The {@code errorMessage} of a server that drains: it accepts no more invocations, of calls or of streams. */
    public static final String DRAINING = "Server is shutting down";

    @Override
    public String type() {
        return TYPE;
    }
}
