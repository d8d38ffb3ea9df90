// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import org.jspecify.annotations.Nullable;

/**
 * An invariant does not hold. It may be found within a listener, where the client lets nothing that is thrown get any further: so the
 * simulation, which is one thread, asks for the first one itself after each step.
 */
final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;
    private static final ThreadLocal<@Nullable Violation> FIRST = new ThreadLocal<>();

    Violation(String what) {
        super(what);
        if (FIRST.get() == null) {
            FIRST.set(this);
        }
    }

    /** Forgets what was found in simulations before. */
    static void forget() {
        FIRST.remove();
    }

    /** Throws the first one since then, if there is one. */
    static void throwFirst() {
        Violation found = FIRST.get();
        if (found != null) {
            throw found;
        }
    }
}
