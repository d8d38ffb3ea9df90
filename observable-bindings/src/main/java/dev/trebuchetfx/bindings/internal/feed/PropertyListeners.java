// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

import dev.trebuchetfx.bindings.internal.pulse.GuardedListeners;
import javafx.beans.InvalidationListener;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/** The listeners of one property. FX thread. */
final class PropertyListeners<V> {
    private final GuardedListeners<InvalidationListener> invalidations = new GuardedListeners<>();
    private final GuardedListeners<ChangeListener<? super V>> changes = new GuardedListeners<>();

    void add(InvalidationListener listener) {
        invalidations.add(listener);
    }

    void remove(InvalidationListener listener) {
        invalidations.remove(listener);
    }

    void add(ChangeListener<? super V> listener) {
        changes.add(listener);
    }

    void remove(ChangeListener<? super V> listener) {
        changes.remove(listener);
    }

    /**
     * Tells all of them of another instance; those of changes only where it is not equal to the one before, which each is asked anew:
     * {@code equals} is the application's and may fail.
     */
    void tell(ObservableValue<? extends V> property, @Nullable V before, @Nullable V now) {
        invalidations.tell(listener -> listener.invalidated(property));
        changes.tell(listener -> {
            if (now == null ? before != null : !now.equals(before)) {
                listener.changed(property, before, now);
            }
        });
    }
}
