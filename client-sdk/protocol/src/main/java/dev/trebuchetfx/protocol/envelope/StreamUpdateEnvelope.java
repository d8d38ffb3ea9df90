// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes the filter of a live stream; absent means none. Only to a peer that has shown the extension. */
public record StreamUpdateEnvelope(UUID streamID, @Nullable StreamFilter streamFilter) implements Envelope {
    public static final String TYPE = "streamUpdate";

    @Override
    public String type() {
        return TYPE;
    }
}
