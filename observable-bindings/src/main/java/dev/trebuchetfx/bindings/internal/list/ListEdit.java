// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.list;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one content becomes another. Immutable: made on a client's thread, applied on the FX thread.
 *
 * <p>It says the same twice: as a whole, a permutation and then ranges, the order that {@code ListChangeListener.Change}
 * prescribes; and as steps, each of which is valid against the list as the step before left it.
 *
 * @param target the content afterwards
 * @param permutation applied first, to the content before; absent where the order of what stays is kept
 * @param ranges what is then removed, inserted and replaced, ascending, in positions of the target
 * @param steps the same, one place at a time
 */
public record ListEdit<T>(
        ListContent<T> target, @Nullable Permutation permutation, List<Range<T>> ranges, List<Step<T>> steps) {

    /** A change that changes nothing. */
    public static <T> ListEdit<T> none(ListContent<T> content) {
        return new ListEdit<>(content, null, List.of(), List.of());
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return permutation == null && ranges.isEmpty();
    }
}
