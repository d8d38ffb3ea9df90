// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.list;

import java.util.List;

/**
 * A run of positions whose items are new there, and what they replace.
 *
 * @param from first position, in the list after all of the change
 * @param to after the last position; {@code from} where items were only removed
 * @param removed what was there before, in order
 */
public record Range<T>(int from, int to, List<T> removed) {

    /** The same, so many positions further on. */
    Range<T> shifted(int offset) {
        return new Range<>(from + offset, to + offset, removed);
    }
}
