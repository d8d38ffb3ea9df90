// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * States of one actor that are to be stored one after the other, or not at all.
 *
 * @param expected the version that must be the newest one; null if there must be no state
 * @param writes the states, oldest first; one or more
 */
record ActorWrites(String actor, @Nullable StateVersion expected, List<StateWrite> writes) {
    /** Returns the bytes of all states as JSON. */
    int bytes() {
        return (int)
                Math.min(writes.stream().mapToLong(write -> write.json().size()).sum(), Integer.MAX_VALUE);
    }
}
