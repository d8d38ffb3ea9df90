// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import java.util.UUID;

/**
 * A message by which the server says that a stream is over. A client sends it with {@link StreamEndReason#CLIENT_UNSUBSCRIBED} to ask a
 * server with the extension to end the stream.
 *
 * @param streamID the stream
 * @param reason the reason of the end
 */
public record StreamEndEnvelope(UUID streamID, StreamEndReason reason) implements Envelope {
    /** The value of the key {@code type} on the wire. */
    public static final String TYPE = "streamEnd";

    @Override
    public String type() {
        return TYPE;
    }
}
