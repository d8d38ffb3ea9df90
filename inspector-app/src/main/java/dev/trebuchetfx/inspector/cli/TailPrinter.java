// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.StreamEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Puts what the SDK reports into lines, one an event. Safe for use by any thread. */
interface TailPrinter {
    /** Returns the line for a change of the connection, or null where none is printed. */
    @Nullable
    String connection(ConnectionState state);

    /** Returns the line for an event of the stream, or null where none is printed. */
    @Nullable
    String event(StreamEvent<JsonNode> event);
}
