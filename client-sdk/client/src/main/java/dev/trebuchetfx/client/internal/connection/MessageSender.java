// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.protocol.envelope.Envelope;

/** A sender of envelopes on a session. Called on the client's loop. */
@FunctionalInterface
public interface MessageSender {
    /** The largest message that a peer without the extension takes, in bytes: it does not reassemble fragments. */
    int PLAIN_PEER_LIMIT = 16_384;

    /**
     * Sends {@code envelope}.
     *
     * @return null if it was handed to the transport, or the line is about to be dropped since too much waits to be sent; otherwise the
     *     reason why it can't travel to this peer
     */
    @org.jspecify.annotations.Nullable
    String send(Session session, Envelope envelope);
}
