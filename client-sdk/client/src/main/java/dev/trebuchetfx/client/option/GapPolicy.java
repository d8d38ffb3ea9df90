// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.option;

/**
 * What a stream does when an update did not come that should have. Whatever it does, the subscriber hears of each gap by a
 * {@link dev.trebuchetfx.client.event.StreamEvent.Gap} that says from where to where it reaches, why, and whether it was healed.
 */
public enum GapPolicy {
    /**
     * Asks the server for what is missing, holds meanwhile what came early, and shows all of it in order. Where the server has it
     * no more, the newest state is shown and the gap is told as not healed.
     *
     * <p>A version 2 server can't be asked on a living connection: towards it this is the same as {@link #NEWEST}.
     */
    HEAL,

    /**
     * Shows the newer state at once and tells the gap as not healed: for a subscriber to whom only the newest state matters. Where
     * there is no newer state to show, since the last update before a silence was lost, the server is asked for it as with
     * {@link #HEAL}.
     */
    NEWEST,

    /**
     * Ends the stream with an {@link dev.trebuchetfx.client.error.UpdatesMissingException} that names the numbers: for a subscriber
     * to whom every update counts. No state after the gap is shown. What was missed while there was no connection, and is replayed
     * without a hole, is no gap; a restart of which nobody can say what it left out is one.
     */
    FAIL
}
