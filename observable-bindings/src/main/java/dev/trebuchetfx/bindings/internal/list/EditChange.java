// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.list;

import java.util.List;
import javafx.collections.ListChangeListener.Change;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** A permutation and ranges as JavaFX reports them to listeners. FX thread. */
sealed class EditChange<T> extends Change<T> permits StepChange {
    private static final int[] NO_PERMUTATION = {};

    private final @Nullable Permutation permutation;
    private final List<Range<T>> ranges;
    /** −1 before the first; the permutation, if there is one, is number 0. */
    private int current = -1;

    EditChange(ObservableList<T> list, @Nullable Permutation permutation, List<Range<T>> ranges) {
        super(list);
        this.permutation = permutation;
        this.ranges = ranges;
    }

    /** Stays at the last after answering false, as JavaFX's own changes do: controls go on to ask. */
    @Override
    public boolean next() {
        if (current + 1 < ranges.size() + offset()) {
            current++;
            return true;
        }
        return false;
    }

    @Override
    public void reset() {
        current = -1;
    }

    @Override
    public int getFrom() {
        Permutation permuting = permuting();
        return permuting != null ? permuting.from() : range().from();
    }

    @Override
    public int getTo() {
        Permutation permuting = permuting();
        return permuting != null ? permuting.to() : range().to();
    }

    @Override
    public List<T> getRemoved() {
        return permuting() != null ? List.of() : range().removed();
    }

    @Override
    protected int[] getPermutation() {
        Permutation permuting = permuting();
        return permuting != null ? permuting.target() : NO_PERMUTATION;
    }

    private int offset() {
        return permutation == null ? 0 : 1;
    }

    private @Nullable Permutation permuting() {
        if (current < 0) {
            throw new IllegalStateException("Expected a call of next() before the change is looked at");
        }
        return current == 0 ? permutation : null;
    }

    private Range<T> range() {
        return ranges.get(current - offset());
    }

    @Override
    public String toString() {
        return "permutation " + permutation + ", then " + ranges;
    }
}
