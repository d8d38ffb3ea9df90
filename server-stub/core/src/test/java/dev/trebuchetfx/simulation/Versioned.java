// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import org.jspecify.annotations.Nullable;

/**
 * A state that tells which one it is.
 *
 * @param version counts the states that an actor has had, across restarts of its server
 * @param value what filters look at
 * @param ballast makes a state larger than a change of it; absent where a filter takes it away
 */
public record Versioned(long version, int value, @Nullable String ballast) {
    private static final String BALLAST = "b".repeat(200);

    Versioned(long version, int value) {
        this(version, value, BALLAST);
    }
}
