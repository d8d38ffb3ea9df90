// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.wire;

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

    @Override
    public String type() {
        return TYPE;
    }
}
