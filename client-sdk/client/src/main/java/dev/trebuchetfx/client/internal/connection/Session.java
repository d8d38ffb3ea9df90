// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.client.option.LineOptions;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** One open connection, with what its peer has shown of itself. Owned by the client's loop. */
public final class Session {
    /** The largest message that a peer without the extension takes, in bytes: it does not reassemble fragments. */
    static final int PLAIN_PEER_LIMIT = 16_384;

    private final int number;
    private final URI endpoint;
    private final TransportConnection connection;
    private final LineOptions line;
    private boolean extended;
    private boolean heard;
    private boolean unread;
    private int largestSent;
    private long sentNanos;

    Session(
            int number,
            URI endpoint,
            TransportConnection connection,
            LineOptions line,
            boolean extended,
            long openedNanos) {
        this.number = number;
        this.endpoint = endpoint;
        this.connection = connection;
        this.line = line;
        this.extended = extended;
        this.sentNanos = openedNanos;
    }

    /** Returns the number of the connection; a client counts its connections from 1. */
    public int number() {
        return number;
    }

    /** Returns the endpoint that was connected to, from which redirects may have led on. */
    public URI endpoint() {
        return endpoint;
    }

    /** Returns the transport's connection. */
    TransportConnection connection() {
        return connection;
    }

    /** Returns the rules by which the connection is used. */
    public LineOptions line() {
        return line;
    }

    /** Returns the reason why a message of this size can't be sent; null if it can. */
    public @Nullable String refusal(int bytes) {
        if (bytes > line.maxMessageBytes()) {
            return "the message has " + bytes + " bytes, and this server takes at most " + line.maxMessageBytes()
                    + "; send less at once";
        }
        // A gateway that takes text only is no such peer, whatever is behind it.
        if (!extended && !line.textMessages() && bytes > PLAIN_PEER_LIMIT) {
            return "the message has " + bytes + " bytes, and a peer without the extension takes at most "
                    + PLAIN_PEER_LIMIT + "; send less at once";
        }
        return null;
    }

    /** Sends a message, in the frames that the peer takes. */
    public void send(Bytes message, long nowNanos) {
        sentNanos = nowNanos;
        largestSent = Math.max(largestSent, message.size());
        if (line.textMessages()) {
            connection.sendText(message, line.maxFrameBytes());
        } else if (message.size() > line.maxFrameBytes()) {
            connection.sendFragmented(message, line.maxFrameBytes());
        } else {
            connection.send(message);
        }
    }

    /** Returns the time of the last message that was sent, or of the beginning, by the monotonic clock. */
    public long sentNanos() {
        return sentNanos;
    }

    /** Returns the size of the largest message that was sent, in bytes; 0 if none was. */
    int largestSent() {
        return largestSent;
    }

    /** Notes that a message came. */
    void markHeard() {
        heard = true;
    }

    /** Notes that the peer has refused the first message that it got, and so has read none. */
    void markUnread() {
        unread = !heard;
    }

    /** Returns whether the peer is known to have read no message of this connection, so that all of them may be sent again. */
    public boolean wasUnread() {
        return unread;
    }

    /** Returns whether the peer has shown the extension on this connection, in the upgrade or in a payload. */
    public boolean isExtended() {
        return extended;
    }

    /** Notes that a payload has shown the extension. */
    public void markExtended() {
        extended = true;
    }
}
