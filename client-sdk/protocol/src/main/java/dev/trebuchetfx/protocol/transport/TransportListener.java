// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.transport;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.Map;

/** What a transport tells, in order, on a thread of its own: hand the work on and return. */
public interface TransportListener {
    /**
     * The connection is open.
     *
     * @param headers of the answer to the upgrade, names in lower case
     */
    void onOpen(TransportConnection connection, Map<String, String> headers);

    /**
     * One whole message, reassembled from its fragments, binary or text. It may block until there is room for it: called by the
     * thread that reads, so that no more is read.
     */
    void onMessage(Bytes message);

    /** A pong came: the peer lives. */
    void onPong();

    /** The end; exactly once, and last. */
    void onClosed(TransportClosed closed);
}
