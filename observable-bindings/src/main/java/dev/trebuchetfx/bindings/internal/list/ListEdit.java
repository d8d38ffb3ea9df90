// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.list;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An edit that makes one content of another. Immutable: made on a client's thread, applied on the FX thread.
 *
 * <p>It has the same edit twice: as a whole, a permutation and then ranges, the order that {@code ListChangeListener.Change}
 * prescribes; and as steps, each of which is valid against the list as the step before left it.
 *
 * @param target the content afterwards
 * @param permutation applied first, to the content before; null where the order of the items that stay is kept
 * @param ranges the ranges that are then removed, inserted and replaced, ascending, in positions of the target
 * @param steps the same edit, one place at a time
 */
public record ListEdit<T>(
        ListContent<T> target, @Nullable Permutation permutation, List<Range<T>> ranges, List<Step<T>> steps) {

    /** A change that changes nothing. */
    public static <T> ListEdit<T> none(ListContent<T> content) {
        return new ListEdit<>(content, null, List.of(), List.of());
    }

    /**
     * Returns the same edit of a larger list, of which this one's is a part.
     *
     * @param whole the content of the larger list afterwards
     * @param offset the place of the part
     * @param sizeBefore the size of the larger list before
     */
    ListEdit<T> within(ListContent<T> whole, int offset, int sizeBefore) {
        return new ListEdit<>(
                whole,
                permutation == null ? null : permutation.shifted(offset),
                ranges.stream().map(range -> range.shifted(offset)).toList(),
                steps.stream().map(step -> step.within(offset, sizeBefore)).toList());
    }

    /** Returns whether there is nothing to do. */
    public boolean isEmpty() {
        return permutation == null && ranges.isEmpty();
    }
}
