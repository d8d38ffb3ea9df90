// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.list;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Orders a change into steps: the permutation, removals from the end, insertions from the beginning, sets.
 *
 * <p>Tried with the selection models of {@code ListView} and {@code TableView}: they keep their item through the insertion or
 * removal of one range elsewhere, and through a permutation that names every position; one that names a part makes a
 * {@code ListView} forget what it selected outside. A set of the selected item clears the selection of a {@code TableView}, and
 * that of a {@code ListView} where it has one item. But when a single selected item is removed, both select the one above, so a
 * set is done as the insertion of the new item above the old one, which is then removed. Of several selected items, one that is set and
 * is not the last one selected is deselected.
 */
final class StepPlan<T> {
    /** More steps than this cost too much; then the list is emptied and filled, which clears a selection but never moves it. */
    static final int MOST_STEPS = 256;

    /** More sets than this are done as such: a {@code ListView} keeps its position, a {@code TableView} clears its selection. */
    static final int MOST_SETS = 64;

    private final @Nullable Permutation permutation;
    private final List<T> before;
    private final List<T> permuted;
    private final List<T> after;
    /** What the list holds when only the sets are left to do. */
    private final List<T> unset;

    private final Runs removals = new Runs();
    private final Runs insertions = new Runs();
    private final Runs sets = new Runs();

    StepPlan(List<T> before, @Nullable Permutation permutation, List<T> permuted, List<T> after) {
        this.before = before;
        this.permutation = permutation;
        this.permuted = permuted;
        this.after = after;
        this.unset = new ArrayList<>(after.size());
    }

    void remove(int i) {
        removals.add(i);
    }

    void insert(int j) {
        insertions.add(j);
        unset.add(after.get(j));
    }

    void set(int i, int j) {
        sets.add(j);
        unset.add(permuted.get(i));
    }

    void keep(int i) {
        unset.add(permuted.get(i));
    }

    List<Step<T>> steps() {
        if (removals.all().size() + insertions.all().size() > MOST_STEPS) {
            return List.of(Step.remove(0, before), Step.insert(0, after));
        }
        List<Step<T>> steps = new ArrayList<>();
        if (permutation != null) {
            steps.add(Step.permute(permutation.over(permuted.size())));
        }
        for (Run run : removals.all().reversed()) {
            steps.add(Step.remove(run.from(), run.of(permuted)));
        }
        for (Run run : insertions.all()) {
            steps.add(Step.insert(run.from(), run.of(after)));
        }
        addSets(steps);
        return Collections.unmodifiableList(steps);
    }

    private void addSets(List<Step<T>> steps) {
        if (sets.positions() > MOST_SETS) {
            Run run = sets.span();
            steps.add(Step.set(run.from(), run.of(unset), run.of(after)));
            return;
        }
        for (Run run : sets.all()) {
            for (int j = run.from(); j < run.to(); j++) {
                steps.add(Step.insert(j, one(after.get(j))));
                steps.add(Step.remove(j + 1, one(unset.get(j))));
            }
        }
    }

    /** A list of an item that may be null. */
    private static <E> List<E> one(E item) {
        return Collections.singletonList(item);
    }

    /** Positions from one to before another. */
    private record Run(int from, int to) {
        <E> List<E> of(List<E> items) {
            return Collections.unmodifiableList(new ArrayList<>(items.subList(from, to)));
        }
    }

    /** Runs of successive positions, ascending. */
    private static final class Runs {
        private final List<Run> runs = new ArrayList<>();

        void add(int position) {
            if (!runs.isEmpty() && runs.getLast().to() == position) {
                runs.set(runs.size() - 1, new Run(runs.getLast().from(), position + 1));
            } else {
                runs.add(new Run(position, position + 1));
            }
        }

        List<Run> all() {
            return runs;
        }

        int positions() {
            return runs.stream().mapToInt(run -> run.to() - run.from()).sum();
        }

        /** From the first position to the last. */
        Run span() {
            return new Run(runs.getFirst().from(), runs.getLast().to());
        }
    }
}
