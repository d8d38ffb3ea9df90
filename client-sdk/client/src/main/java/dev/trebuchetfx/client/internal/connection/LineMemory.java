// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.client.option.LineOptions;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules by which each endpoint is spoken to: those of the application, and what an endpoint has asked for since. Owned by the client's loop. */
final class LineMemory {
    /** The frames that every version 2 peer takes, so that they suit an endpoint of which only that much is known. */
    private static final int SMALL_FRAME_BYTES = Session.PLAIN_PEER_LIMIT;

    /** The close code of a peer that takes no messages of this kind (RFC 6455, section 7.4.1). */
    private static final int UNSUPPORTED_DATA = 1003;

    /** The close code of a peer for which a frame or message was too large. */
    private static final int TOO_BIG = 1009;

    private final LineOptions given;
    private final Map<URI, LineOptions> learned = new HashMap<>();

    LineMemory(LineOptions given) {
        this.given = given;
    }

    /** Returns the rules for connections to an endpoint. */
    LineOptions of(URI endpoint) {
        return learned.getOrDefault(endpoint, given);
    }

    /** Learns from the end of a session. Returns what is done otherwise from now on, in words, or null where nothing is. */
    @Nullable
    String learn(Session ended, TransportClosed closed) {
        if (!(closed instanceof TransportClosed.Ended(int code, String why, boolean byPeer)) || !byPeer) {
            return null;
        }
        LineOptions before = ended.line();
        if (code == UNSUPPORTED_DATA && !before.textMessages()) {
            ended.markUnread();
            learned.put(ended.endpoint(), asText(before));
            return "messages are sent as text from now on, since the binary ones were refused: " + why;
        }
        if (code != TOO_BIG) {
            return null;
        }
        int largest = ended.largestSent();
        if (largest > SMALL_FRAME_BYTES && before.maxFrameBytes() > SMALL_FRAME_BYTES) {
            learned.put(
                    ended.endpoint(),
                    before.toBuilder().maxFrameBytes(SMALL_FRAME_BYTES).build());
            return "messages are sent in frames of at most " + SMALL_FRAME_BYTES
                    + " bytes from now on, since a larger one was refused: " + why;
        }
        if (largest > SMALL_FRAME_BYTES) {
            learned.put(
                    ended.endpoint(),
                    before.toBuilder().maxMessageBytes(largest - 1).build());
            return "no message of " + largest + " bytes or more is sent from now on, since one was refused: " + why;
        }
        return null;
    }

    /** Returns the rules of a gateway, but for those that the application has set itself. */
    private static LineOptions asText(LineOptions before) {
        LineOptions gateway = LineOptions.GATEWAY;
        return before.toBuilder()
                .textMessages(true)
                .maxFrameBytes(Math.min(before.maxFrameBytes(), gateway.maxFrameBytes()))
                .longestLife(before.longestLife().isZero() ? gateway.longestLife() : before.longestLife())
                .keepAlive(before.keepAlive().isZero() ? gateway.keepAlive() : before.keepAlive())
                .reorderWait(before.reorderWait().isZero() ? gateway.reorderWait() : before.reorderWait())
                .build();
    }
}
