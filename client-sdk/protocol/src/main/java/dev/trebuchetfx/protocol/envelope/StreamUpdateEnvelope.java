// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A client's message that changes the filter of a stream. Part of the extension: it is sent only to a server that has shown it.
 *
 * @param streamID the stream
 * @param streamFilter the new filter; null for none
 */
public record StreamUpdateEnvelope(UUID streamID, @Nullable StreamFilter streamFilter) implements Envelope {
    /** The value of the key {@code type} on the wire. */
    public static final String TYPE = "streamUpdate";

    @Override
    public String type() {
        return TYPE;
    }
}
