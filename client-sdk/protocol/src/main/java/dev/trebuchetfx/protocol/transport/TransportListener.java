// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.transport;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.Map;

/**
 * A listener to one end of a connection. The transport calls it in order, one call at a time, on threads of its own. An implementation hands the work on and
 * returns soon.
 */
public interface TransportListener {
    /**
     * Receives the open connection, before anything else.
     *
     * @param connection this end of the connection
     * @param headers the headers of the answer to the upgrade, with names in lower case
     */
    void onOpen(TransportConnection connection, Map<String, String> headers);

    /**
     * Receives one whole message, reassembled from its fragments; of a text message, its UTF-8. The method may block until there is room
     * for the message: meanwhile the transport reads no more.
     */
    void onMessage(Bytes message);

    /** Takes the news of a pong, which proves that the peer is alive. */
    void onPong();

    /** Receives the end of the connection or of the attempt to open it. Called exactly once, after all other calls. */
    void onClosed(TransportClosed closed);
}
