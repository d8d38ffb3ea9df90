// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answers an {@link InvocationEnvelope} that opened no stream.
 *
 * @param result a JSON value, or no bytes for a void method; absent where the call failed
 * @param errorMessage why it failed, in the server's words; absent where it did not
 */
public record ResponseEnvelope(
        UUID callID, @Nullable Bytes result, @Nullable String errorMessage) implements Envelope {
    public static final String TYPE = "response";

    /** The {@code errorMessage} of a server that is about to close and takes no invocations any more. */
    public static final String DRAINING = "Server is shutting down";

    @Override
    public String type() {
        return TYPE;
    }
}
