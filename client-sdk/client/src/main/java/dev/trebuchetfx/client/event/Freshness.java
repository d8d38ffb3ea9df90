// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.event;

/** The degree to which the client can vouch for the state that a stream shows. */
public enum Freshness {
    /** The newest state that the server sent is shown, and the connection is up. */
    LIVE,
    /** The first state is awaited, from the first attempt to connect on; or the connection is up again, and missed updates are on their way. */
    CATCHING_UP,
    /**
     * The last known state is shown: the connection was lost, a server that is about to close refused the stream, a newer update
     * could not be read, or the server says that it may not know the newest state itself.
     */
    STALE,
    /** The order was broken, or the state was wrong; the missing updates or the full state have been asked for. */
    RESYNCING,
    /** The stream is over; its last state is shown. */
    ENDED,
    /** The stream can't go on; the error says why. */
    FAILED;

    /** Returns whether the shown state may differ from the server's without this client knowing. */
    public boolean isStale() {
        return this != LIVE && this != ENDED;
    }
}
