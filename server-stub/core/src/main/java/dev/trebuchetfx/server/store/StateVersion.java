// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import java.util.UUID;

/**
 * A version of an actor's state.
 *
 * @param generation the life of the actor's state: chosen at random when the state is stored first, and anew after a deletion, so that
 *     versions of an actor that was deleted and made again are never mistaken for older ones
 * @param number the number of the version within its generation, 1 for the first and one more for each that follows
 */
public record StateVersion(UUID generation, long number) {
    public StateVersion {
        if (number < 1) {
            throw new IllegalArgumentException("a version's number must be 1 or more but was " + number);
        }
    }

    /** Returns the version that follows in the same generation. */
    public StateVersion next() {
        return new StateVersion(generation, number + 1);
    }

    /** Returns whether this version and {@code other} belong to one life of the actor's state. */
    public boolean isOfSameLife(StateVersion other) {
        return generation.equals(other.generation);
    }

    @Override
    public String toString() {
        return number + " of " + generation;
    }
}
