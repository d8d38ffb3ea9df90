// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import java.util.UUID;

/**
 * The server's answer to a {@link StreamUpdateEnvelope}. Part of the extension.
 *
 * @param streamID the stream
 * @param fromSequence the first sequence number on which the new filter decides, unsigned
 */
public record StreamUpdatedEnvelope(UUID streamID, long fromSequence) implements Envelope {
    /** The value of the key {@code type} on the wire. */
    public static final String TYPE = "streamUpdated";

    @Override
    public String type() {
        return TYPE;
    }
}
