// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import java.util.UUID;

/**
 * The server's message that a stream could not begin, or broke off.
 *
 * @param streamID the stream
 * @param errorMessage the reason, in the server's words
 */
public record StreamErrorEnvelope(UUID streamID, String errorMessage) implements Envelope {
    /** The value of the key {@code type} on the wire. */
    public static final String TYPE = "streamError";

    @Override
    public String type() {
        return TYPE;
    }
}
