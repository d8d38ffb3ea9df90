// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import org.jspecify.annotations.Nullable;

/** The refusal of a write whose expected version is not the newest one: somebody else wrote meanwhile. Nothing was stored. */
public final class StateVersionConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable StateVersion expected;
    private final transient @Nullable StateVersion actual;

    /**
     * @param expected the version that the writer had; null if it expected no state
     * @param actual the newest version; null if there is no state
     */
    public StateVersionConflictException(String actor, @Nullable StateVersion expected, @Nullable StateVersion actual) {
        super("the state of the actor '" + actor + "' should have been " + describe(expected) + " but was "
                + describe(actual) + "; load it anew and repeat the change");
        this.expected = expected;
        this.actual = actual;
    }

    /** Returns the version that the writer had; null if it expected no state. */
    public @Nullable StateVersion expected() {
        return expected;
    }

    /** Returns the newest version at the time of the refusal; null if there was no state. */
    public @Nullable StateVersion actual() {
        return actual;
    }

    private static String describe(@Nullable StateVersion version) {
        return version == null ? "absent" : "at version " + version;
    }
}
