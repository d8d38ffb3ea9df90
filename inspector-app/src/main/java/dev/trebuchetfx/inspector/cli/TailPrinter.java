// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.StreamEvent;
import tools.jackson.databind.JsonNode;

/** Puts what the SDK reports into lines, one an event. Safe for use by any thread. */
interface TailPrinter {
    /** The line for a change of the connection. */
    String connection(ConnectionState state);

    /** The line for an event of the stream. */
    String event(StreamEvent<JsonNode> event);
}
