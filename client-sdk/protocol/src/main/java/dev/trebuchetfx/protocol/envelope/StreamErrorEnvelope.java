// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import java.util.UUID;

/** A stream could not start, or broke off. */
public record StreamErrorEnvelope(UUID streamID, String errorMessage) implements Envelope {
    public static final String TYPE = "streamError";

    @Override
    public String type() {
        return TYPE;
    }
}
