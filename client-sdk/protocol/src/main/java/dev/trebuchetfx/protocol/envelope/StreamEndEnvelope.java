// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import java.util.UUID;

/** A stream is over. From a client, with {@link StreamEndReason#CLIENT_UNSUBSCRIBED}, it asks a server of ours to stop. */
public record StreamEndEnvelope(UUID streamID, StreamEndReason reason) implements Envelope {
    public static final String TYPE = "streamEnd";

    @Override
    public String type() {
        return TYPE;
    }
}
