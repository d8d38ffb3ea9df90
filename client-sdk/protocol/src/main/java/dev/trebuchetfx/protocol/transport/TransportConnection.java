// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.transport;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.time.Duration;

/** One end of an open connection. Safe for use by any thread. Once the connection has ended, its methods have no effect. */
public interface TransportConnection {
    /** Queues one message, which is sent in order as one binary message. */
    void send(Bytes message);

    /**
     * Queues one message in several frames, for a peer that accepts no larger ones. A transport without frames sends it whole.
     *
     * @param maxFrameBytes the most bytes of the message in one frame, 1 or more
     */
    default void sendFragmented(Bytes message, int maxFrameBytes) {
        send(message);
    }

    /**
     * Queues one message as a text message, for a peer that accepts no binary ones. A transport that knows no kinds of messages sends it as
     * {@link #sendFragmented} does.
     *
     * @param message UTF-8
     * @param maxFrameBytes the most bytes of the message in one frame, 4 or more; a frame ends between two characters
     */
    default void sendText(Bytes message, int maxFrameBytes) {
        sendFragmented(message, maxFrameBytes);
    }

    /**
     * Says that several messages follow: the transport may hold them until {@link #release}, to write them together. Several threads may do so
     * at a time.
     */
    default void hold() {}

    /** Says that the messages after a {@link #hold} have been sent; to be called once for each, whatever has happened. */
    default void release() {}

    /** Sends an empty WebSocket ping, which the peer answers with a pong. */
    void ping();

    /** Returns the number of bytes that are queued and not yet sent, as far as the transport knows. */
    long queuedBytes();

    /**
     * Reads nothing from the peer for a while, so that what it sends waits at its own end. Messages that have been read already may
     * still be delivered. A call during a pause lets it last until the later end. A transport that can't hold a peer back goes on reading, as the
     * default does.
     *
     * @param time the length of the pause, more than zero and at most ten seconds; a longer one counts as ten
     */
    default void pauseReading(Duration time) {}

    /**
     * Begins the closing handshake. {@code onClosed} follows, even if the peer does not answer: then after a short deadline of the
     * transport.
     *
     * @param code the WebSocket close code (RFC 6455, section 7.4)
     * @param reason the reason, which the peer receives; at most 123 bytes in UTF-8 (RFC 6455, section 5.5)
     */
    void close(int code, String reason);

    /** Drops the connection at once, without a close frame. {@code onClosed} follows. */
    void abort();
}
