// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.event;

/** How far what a stream shows can be vouched for. */
public enum Freshness {
    /** The newest state that the server sent is shown, and the connection is up. */
    LIVE,
    /** The connection is up and what was missed, or the first state, is on its way. */
    CATCHING_UP,
    /**
     * The last known state, from before the connection was lost, before a server that is about to close refused the stream, or before
     * an update that could not be read.
     */
    STALE,
    /** The order was broken; a full state has been asked for. */
    RESYNCING,
    /** The stream is over; the state shown is its last. */
    ENDED,
    /** The stream can't go on; the error says why. */
    FAILED;

    /** Whether what is shown may differ from the server's state without this client knowing. */
    public boolean isStale() {
        return this != LIVE && this != ENDED;
    }
}
