// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.protocol.envelope.Envelope;

/** Puts envelopes onto a session. Called on the client's loop. */
@FunctionalInterface
public interface MessageSender {
    /** The most that a peer without the extension takes in one message: it does not reassemble fragments. */
    int PLAIN_PEER_LIMIT = 16_384;

    /**
     * Sends {@code envelope}.
     *
     * @return null when it was handed to the transport, else why it can't travel to this peer
     */
    @org.jspecify.annotations.Nullable
    String send(Session session, Envelope envelope);
}
