// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import java.util.UUID;

/** Answers a {@link StreamUpdateEnvelope}: from {@code fromSequence} (unsigned) on, the new filter applies. */
public record StreamUpdatedEnvelope(UUID streamID, long fromSequence) implements Envelope {
    public static final String TYPE = "streamUpdated";

    @Override
    public String type() {
        return TYPE;
    }
}
