// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import org.jspecify.annotations.Nullable;

/**
 * A state that tells which one it is.
 *
 * @param version counts the states that an actor has had, across restarts of its server
 * @param value what filters look at
 * @param ballast makes a state larger than a change of it; absent where a filter takes it away
 * @param token of the call that made a stored state; 0 for none
 */
public record Versioned(long version, int value, @Nullable String ballast, long token) {
    private static final String BALLAST = "b".repeat(200);

    Versioned(long version, int value) {
        this(version, value, BALLAST, 0);
    }

    /** The state after this one. */
    Versioned next(int nextValue, long nextToken) {
        return new Versioned(version + 1, nextValue, BALLAST, nextToken);
    }
}
