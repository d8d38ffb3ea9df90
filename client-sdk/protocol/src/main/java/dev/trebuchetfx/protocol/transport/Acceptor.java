// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.transport;

import java.util.Map;

/** The server's side of a transport, which accepts or refuses the connections that clients ask for. */
@FunctionalInterface
public interface Acceptor {
    /**
     * Accepts or refuses a connection. The transport decides on which thread.
     *
     * @param headers the headers of the upgrade request, with names in lower case
     */
    Answer accept(Map<String, String> headers);

    /** The server's answer to the upgrade request. */
    sealed interface Answer {}

    /**
     * The answer that accepts a connection.
     *
     * @param headers the headers of the answer
     * @param listener the listener at the server's end of the connection
     */
    record Accepted(Map<String, String> headers, TransportListener listener) implements Answer {}

    /**
     * The answer that refuses a connection.
     *
     * @param status the HTTP status, other than 101
     * @param headers the headers of the answer
     * @param why the reason, for people
     */
    record Refused(int status, Map<String, String> headers, String why) implements Answer {}
}
