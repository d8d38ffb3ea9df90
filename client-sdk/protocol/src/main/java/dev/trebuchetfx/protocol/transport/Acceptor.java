// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.transport;

import java.util.Map;

/** The server's side of a transport: decides on a connection that a client asks for. */
@FunctionalInterface
public interface Acceptor {
    /**
     * Decides on a connection.
     *
     * @param headers of the upgrade request, names in lower case
     */
    Answer accept(Map<String, String> headers);

    /** What the server says to the upgrade. */
    sealed interface Answer {}

    /**
     * Accepted.
     *
     * @param headers of the answer
     * @param listener of the server's end
     */
    record Accepted(Map<String, String> headers, TransportListener listener) implements Answer {}

    /** Refused with this HTTP status. */
    record Refused(int status, Map<String, String> headers, String why) implements Answer {}
}
