// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.change;

import dev.trebuchetfx.protocol.envelope.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The changes between the states of a feed, in one format. A change is computed once for each pair of states, however many
 * subscribers make that step.
 *
 * <p>Implementations are confined to the turns of the actor whose states these are.
 */
public interface Changes {
    /**
     * A change as it travels.
     *
     * @param byDelta whether only a peer that has the base can read it
     * @param data the JSON of a {@code StateDelta}
     */
    record Change(boolean byDelta, Bytes data) {}

    /** Returns the change from {@code base}, which the subscriber has, to {@code state}; null stands for a subscriber that has no state. */
    Change change(@Nullable StateContent base, StateContent state);

    /** Returns whether there is nothing to send to a subscriber that has the state {@code before}. */
    boolean isNothing(StateContent before, StateContent state);

    /** Returns the hash by which the peer can prove what it has; null where there is none. */
    @Nullable
    String hash(StateContent state);
}
