// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

/** What the parts of a logical stream tell to whoever keeps it among others. On the client's loop. */
interface StreamOwner {
    /** The stream is about to go from one phase to another. */
    void phaseChanges(Phase before, Phase after);

    /** The stream has paused for long enough: it wants to ask again, when it is its turn. */
    void wantsToAsk();

    /** The stream is over. */
    void over();
}
