// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.stream.Passage;
import java.util.UUID;

/** The line on which one connection writes its messages, in order. Safe for use by any thread. */
public interface OutgoingLine {
    /**
     * Sends a message that is no update, behind what is queued.
     *
     * @param maxFrameBytes the most bytes that the peer takes in one frame; 0 for any number
     */
    void send(Bytes message, int maxFrameBytes);

    /**
     * Sends an update of a stream, behind what is queued, as its passage allows.
     *
     * @param maxFrameBytes the most bytes that the peer takes in one frame; 0 for any number
     */
    void sendUpdate(Bytes message, int maxFrameBytes, UUID streamId, Passage passage);

    /** Returns how many bytes wait to leave, those that the line itself holds included. */
    long queuedBytes();
}
