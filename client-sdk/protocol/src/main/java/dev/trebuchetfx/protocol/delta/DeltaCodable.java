// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.delta;

import java.util.Optional;

/**
 * A state with deltas of the application's own making, as Swift peers have them. A delta is a value of the state's own type that describes
 * the difference.
 *
 * <p>Implementations keep this law: for any two states, {@code from.applying(to.delta(from).get())} equals {@code to}, and the delta is
 * empty exactly if the two are equal. A delta that holds only what is new, and is merged in by id, breaks the law: it can't express
 * that an item was removed or that the order changed, so the peer shows items that no longer exist. An application's own tests find this
 * with {@code DeltaLaws}, of the module {@code dev.trebuchetfx.testing}. Prefer the automatic deltas, which need no code, unless there is a strong reason.
 *
 * @param <T> the type of the state itself
 */
public interface DeltaCodable<T extends DeltaCodable<T>> {
    /**
     * Returns the delta that leads from {@code from} to this state.
     *
     * @return the delta; empty if the two states are equal, so that nothing is sent
     */
    Optional<T> delta(T from);

    /** Returns the state after {@code delta}, whose base is this state. This state does not change. */
    T applying(T delta);
}
