// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.protocol.envelope.Envelope;
import org.jspecify.annotations.Nullable;

/** A sender of envelopes on a session. Called on the client's loop. */
@FunctionalInterface
public interface MessageSender {
    /**
     * Sends {@code envelope}.
     *
     * @return null if it was handed to the transport, or the line is about to be dropped since too much waits to be sent; otherwise the
     *     reason why it can't travel to this peer
     */
    @Nullable
    String send(Session session, Envelope envelope);
}
