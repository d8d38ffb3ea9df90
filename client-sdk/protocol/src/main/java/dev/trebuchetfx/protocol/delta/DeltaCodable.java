// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.delta;

import java.util.Optional;

/**
 * A state with deltas of the application's own making, as Swift peers have them: a delta is a value of the state's own type that
 * says what is different.
 *
 * <p>The law: for any two states, {@code from.applying(to.delta(from).get())} equals {@code to}, and there is no delta exactly
 * when the two are equal. A delta that holds only what is new, and is merged in by id, breaks it: such a delta can't say that
 * something was removed, or that the order changed, and the peer then shows what no longer exists. {@code DeltaLaws}, of the module
 * {@code dev.trebuchetfx.testing}, finds that in an application's own tests. Without a strong reason prefer the automatic deltas, which need nothing of the application.
 *
 * @param <T> the state itself
 */
public interface DeltaCodable<T extends DeltaCodable<T>> {
    /**
     * What makes this state of {@code from}.
     *
     * @return empty where nothing changed, so that nothing is sent
     */
    Optional<T> delta(T from);

    /** The state after {@code delta}, which was made from this one. */
    T applying(T delta);
}
