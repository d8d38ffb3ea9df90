// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.envelope.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What travels from one state of a feed to another, in one format. A change is computed once for each pair of states, however many
 * subscribers make that step.
 *
 * <p>Implementations are confined to the turns of the actor whose states these are.
 */
interface Changes {
    /**
     * What travels.
     *
     * @param byDelta whether it can be read only by who has the base
     * @param data a {@code StateDelta}
     */
    record Change(boolean byDelta, Bytes data) {}

    /** From {@code base}, which the subscriber has, or from nothing, to {@code state}. */
    Change change(@Nullable StateContent base, StateContent state);

    /** Whether there is nothing to send to who has the state {@code before}. */
    boolean isNothing(StateContent before, StateContent state);

    /** The hash by which the peer can prove what it has; null where there is none. */
    @Nullable
    String hash(StateContent state);
}
