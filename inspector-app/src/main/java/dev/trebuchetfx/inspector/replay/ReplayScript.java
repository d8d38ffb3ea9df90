// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.replay;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one captured stream, connection by connection. Immutable.
 *
 * @param connections the connections, at least one
 * @param extended true if the server showed the extension
 * @param heals true if the recorded client asked for missing updates on a living connection
 */
record ReplayScript(List<Connection> connections, Asked asked, boolean extended, boolean heals) {

    ReplayScript {
        connections = List.copyOf(connections);
    }

    /**
     * One connection.
     *
     * @param steps in the order in which they were recorded
     * @param closeCode with which the server ends it; null where it goes on to the end of the capture
     */
    record Connection(List<ReplayStep> steps, @Nullable Integer closeCode) {
        Connection {
            steps = List.copyOf(steps);
        }
    }

    /**
     * The stream that the recorded client observed.
     *
     * @param filter the filter; null for none
     * @param arguments the arguments, one JSON value each
     * @param deltas true if the client took deltas
     */
    record Asked(ActorId actor, String method, @Nullable StreamFilter filter, List<Bytes> arguments, boolean deltas) {
        Asked {
            arguments = List.copyOf(arguments);
        }
    }
}
