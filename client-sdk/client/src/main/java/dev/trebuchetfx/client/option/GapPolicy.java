// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.option;

/**
 * A choice of what a stream does when an update does not come. With each of them the subscriber hears of the gap by a
 * {@link dev.trebuchetfx.client.event.StreamEvent.Gap} that has the missing sequence numbers, the cause, and whether it was healed.
 */
public enum GapPolicy {
    /**
     * The stream asks the server for the missing updates, holds those that came early, and shows all of them in order. Where the server
     * does not have them any more, the stream shows the newest state and tells the gap as not healed.
     *
     * <p>A version 2 server can't be asked on a living connection: with it this is the same as {@link #NEWEST}.
     */
    HEAL,

    /**
     * The stream shows the newer state at once and tells the gap as not healed: for a subscriber to whom only the newest state matters.
     * Where there is no newer state, since the last update before a silence was lost, the stream asks the server for it as with
     * {@link #HEAL}.
     */
    NEWEST,

    /**
     * The stream ends with an {@link dev.trebuchetfx.client.error.UpdatesMissingException} that names the numbers: for a subscriber to
     * whom every update counts. No state after the gap is shown. Updates that were missed without a connection and are replayed
     * completely are no gap; a restart after which nobody can say which updates are missing is one.
     */
    FAIL
}
