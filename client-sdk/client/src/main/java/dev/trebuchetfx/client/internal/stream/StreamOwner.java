// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

/** The owner of a logical stream, which keeps it among others and is told by its parts. Called on the client's loop. */
interface StreamOwner {
    /** Takes a change of the stream's phase that is about to happen. */
    void phaseChanges(Phase before, Phase after);

    /** Lets the stream ask again when it is its turn, since it has paused for long enough. */
    void wantsToAsk();

    /** Takes the end of the stream. */
    void over();
}
