// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.list;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Orders a change into steps: the permutation, removals from the end, insertions from the beginning, sets.
 *
 * <p>Tried with the consumers that JavaFX has. The selection models of {@code ListView} and {@code TableView} keep their item
 * through the insertion or removal of another item, and through a permutation that names every position; one that names a part
 * makes a {@code ListView} forget what it selected outside. A set of the selected item clears the selection of a
 * {@code TableView}, and that of a {@code ListView} where it has one item. But when a single selected item is removed, both
 * select the one above, so a set is done as the insertion of the new item above the old one, which is then removed. Of several
 * selected items, one that is set and is not the last one selected is deselected.
 *
 * <p>A step removes or inserts one item where that is possible: a {@code SortedList} scatters a longer run, which selection
 * models can't follow, and what it then tells of a removal is at times wrong, so that a {@code FilteredList} upon it fails.
 */
final class StepPlan<T> {
    /** More steps than this cost too much; then the list is emptied and filled, which clears a selection but never moves it. */
    static final int MOST_STEPS = 256;

    /**
     * The most items that are set one by one; beyond it the whole list is set: a {@code ListView} keeps its position or clears its selection, a
     * {@code TableView} keeps it where the item is still there.
     */
    static final int MOST_SETS = 64;

    /** False for a part of a longer list, which is never emptied: a run that is removed from the middle is what consumers can't follow. */
    private final boolean isWhole;

    private final @Nullable Permutation permutation;
    private final List<T> before;
    private final List<T> permuted;
    private final List<T> after;
    /** The content of the list when only the sets are left to do. */
    private final List<T> unset;

    private final Runs removals = new Runs();
    private final Runs insertions = new Runs();
    private final Runs sets = new Runs();

    StepPlan(List<T> before, @Nullable Permutation permutation, List<T> permuted, List<T> after, boolean isWhole) {
        this.isWhole = isWhole;
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
        // Insertions in runs are only for many new items at few places.
        boolean singly = removals.positions() + insertions.positions() <= MOST_STEPS;
        int insertionSteps = singly ? insertions.positions() : insertions.all().size();
        boolean nothingStays = isWhole && removals.positions() == before.size();
        if (nothingStays || removals.positions() + insertionSteps > MOST_STEPS) {
            return emptyAndFill();
        }
        List<Step<T>> steps = new ArrayList<>();
        if (permutation != null) {
            steps.add(Step.permute(permutation.over(permuted.size())));
        }
        for (Run run : removals.all().reversed()) {
            for (int i = run.to() - 1; i >= run.from(); i--) {
                steps.add(Step.remove(i, one(permuted.get(i))));
            }
        }
        for (Run run : insertions.all()) {
            if (singly) {
                run.positions().forEach(j -> steps.add(Step.insert(j, one(after.get(j)))));
            } else {
                steps.add(Step.insert(run.from(), run.of(after)));
            }
        }
        addSets(steps);
        return Collections.unmodifiableList(steps);
    }

    private List<Step<T>> emptyAndFill() {
        List<Step<T>> steps = new ArrayList<>();
        if (!before.isEmpty()) {
            steps.add(Step.remove(0, before));
        }
        if (!after.isEmpty()) {
            steps.add(Step.insert(0, after));
        }
        return List.copyOf(steps);
    }

    private void addSets(List<Step<T>> steps) {
        if (sets.positions() > MOST_SETS) {
            steps.add(Step.set(0, unset, after));
            return;
        }
        for (Run run : sets.all()) {
            run.positions().forEach(j -> {
                steps.add(Step.insert(j, one(after.get(j))));
                steps.add(Step.remove(j + 1, one(unset.get(j))));
            });
        }
    }

    /** A list of an item that may be null. */
    private static <E> List<E> one(E item) {
        return Collections.singletonList(item);
    }

    /** Positions from one to before another. */
    private record Run(int from, int to) {
        IntStream positions() {
            return IntStream.range(from, to);
        }

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
    }
}
