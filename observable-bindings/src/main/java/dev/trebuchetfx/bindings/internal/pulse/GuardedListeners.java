// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.pulse;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javafx.beans.WeakListener;

/**
 * The listeners of one property or list. Each is called by itself, so that one that fails in whatever way stops none after it:
 * JavaFX's own bookkeeping goes on after an exception, but not after an error. Safe for use by any thread.
 *
 * <p>As in JavaFX, a listener that is added twice is called twice, one that is added or removed by a listener takes part or is left out
 * from the next call on, and a weak one whose listener is gone is dropped when another is added.
 */
public final class GuardedListeners<L> {
    private final List<L> listeners = new CopyOnWriteArrayList<>();

    /** Adds a listener at the end. */
    public void add(L listener) {
        listeners.removeIf(each -> each instanceof WeakListener weak && weak.wasGarbageCollected());
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    /** Removes the first that equals {@code listener}; does nothing where there is none. */
    public void remove(Object listener) {
        listeners.remove(listener);
    }

    /** Returns whether nobody listens. */
    public boolean isEmpty() {
        return listeners.isEmpty();
    }

    /** Makes {@code call} with each, in order. */
    public void tell(Consumer<? super L> call) {
        for (L listener : listeners) {
            Guarded.run(() -> call.accept(listener));
        }
    }
}
