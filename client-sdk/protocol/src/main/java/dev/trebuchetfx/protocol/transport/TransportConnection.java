// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.transport;

import dev.trebuchetfx.protocol.envelope.Bytes;

/** One end of an open connection. Safe for use by any thread; after the end every method does nothing. */
public interface TransportConnection {
    /** Queues one message, to be sent in order as a binary frame. */
    void send(Bytes message);

    /**
     * Queues one message in frames of at most {@code maxFrameBytes} each, for a peer that takes no larger ones. A transport
     * without frames sends it whole.
     */
    default void sendFragmented(Bytes message, int maxFrameBytes) {
        send(message);
    }

    /** Runs what sends several messages, which then leave together where that is less work. Nothing waits for long, or for ever. */
    default void together(Runnable sending) {
        sending.run();
    }

    /** Sends an empty ping. */
    void ping();

    /** Bytes that were queued and have not left yet, as far as the transport knows. */
    long queuedBytes();

    /** Begins the closing handshake. {@code onClosed} follows, at the latest after the transport's own short deadline. */
    void close(int code, String reason);

    /** Drops the connection at once. {@code onClosed} follows. */
    void abort();
}
