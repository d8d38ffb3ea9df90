// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.list;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what differs, position by position, into ranges and steps. Used by one thread. */
final class EditBuilder<T> {
    private final @Nullable Permutation permutation;
    private final List<T> permuted;
    private final ListContent<T> after;
    private final List<Range<T>> ranges = new ArrayList<>();
    private final StepPlan<T> plan;
    private int from = -1;
    private int to;
    private List<T> removed = new ArrayList<>();

    /**
     * A builder without differences.
     *
     * @param isWhole false if the lists are a part of longer ones
     */
    EditBuilder(
            List<T> before,
            @Nullable Permutation permutation,
            List<T> permuted,
            ListContent<T> after,
            boolean isWhole) {
        this.permutation = permutation;
        this.permuted = permuted;
        this.after = after;
        this.plan = new StepPlan<>(before, permutation, permuted, after.items(), isWhole);
    }

    void remove(int i, int j) {
        open(j);
        removed.add(permuted.get(i));
        plan.remove(i);
    }

    void insert(int j) {
        open(j);
        to = j + 1;
        plan.insert(j);
    }

    void set(int i, int j) {
        open(j);
        removed.add(permuted.get(i));
        to = j + 1;
        plan.set(i, j);
    }

    void keep(int i) {
        plan.keep(i);
        close();
    }

    private void close() {
        if (from >= 0) {
            ranges.add(new Range<>(from, to, Collections.unmodifiableList(removed)));
            removed = new ArrayList<>();
            from = -1;
        }
    }

    private void open(int j) {
        if (from < 0) {
            from = j;
            to = j;
        }
    }

    ListEdit<T> build() {
        close();
        List<Range<T>> few = WideRange.widen(ranges, permuted, after.size());
        return new ListEdit<>(after, permutation, few, plan.steps());
    }
}
