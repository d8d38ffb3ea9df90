// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.list;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of one kind in one place: a permutation, or one range removed, inserted or set. What the selection models of
 * stock controls can follow.
 *
 * @param permutation items change places; then there is no range
 * @param range where items are removed, inserted or set, in the list after this step
 * @param added what is in the range afterwards
 */
public record Step<T>(
        @Nullable Permutation permutation, @Nullable Range<T> range, List<T> added) {

    static <T> Step<T> permute(Permutation permutation) {
        return new Step<>(permutation, null, List.of());
    }

    static <T> Step<T> remove(int at, List<T> removed) {
        return new Step<>(null, new Range<>(at, at, removed), List.of());
    }

    static <T> Step<T> insert(int at, List<T> added) {
        return new Step<>(null, new Range<>(at, at + added.size(), List.of()), added);
    }

    static <T> Step<T> set(int at, List<T> removed, List<T> added) {
        return new Step<>(null, new Range<>(at, at + added.size(), removed), added);
    }

    /** The same in a larger list, so many positions further on. */
    Step<T> within(int offset, int sizeBefore) {
        return permutation != null
                ? permute(permutation.shifted(offset).over(sizeBefore))
                : new Step<>(null, range == null ? null : range.shifted(offset), added);
    }

    List<Range<T>> ranges() {
        return range == null ? List.of() : List.of(range);
    }

    /** Does the step on {@code items}, which is mutable. */
    void applyTo(List<T> items) {
        if (permutation != null) {
            List<T> permuted = permutation.applyTo(items);
            for (int i = permutation.from(); i < permutation.to(); i++) {
                items.set(i, permuted.get(i));
            }
        }
        if (range != null) {
            items.subList(range.from(), range.from() + range.removed().size()).clear();
            items.addAll(range.from(), added);
        }
    }
}
