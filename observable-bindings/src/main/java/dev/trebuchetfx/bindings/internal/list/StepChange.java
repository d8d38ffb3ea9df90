// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.list;

import javafx.collections.ObservableList;

/** A step as JavaFX's own listeners are told of it. FX thread. */
final class StepChange<T> extends EditChange<T> {

    StepChange(ObservableList<T> list, Step<T> step) {
        super(list, step.permutation(), step.ranges());
    }

    /**
     * Says of a permutation that as many were removed as there are, though {@link #wasRemoved()} is false: only then does a
     * {@code ComboBox} look where its item is now. It would shift the old position with the next step and take another item.
     */
    @Override
    public int getRemovedSize() {
        return wasPermutated() ? getTo() - getFrom() : super.getRemovedSize();
    }
}
