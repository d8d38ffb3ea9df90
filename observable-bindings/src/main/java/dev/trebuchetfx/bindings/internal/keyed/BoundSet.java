// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.keyed;

import dev.trebuchetfx.bindings.internal.pulse.GuardedListeners;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import javafx.beans.InvalidationListener;
import javafx.collections.ObservableSet;
import javafx.collections.SetChangeListener;
import org.jspecify.annotations.Nullable;

/** A set that follows another one and that nobody else changes. FX thread. */
public final class BoundSet<E> extends AbstractSet<E> implements ObservableSet<E> {
    /** Keeps the actor alive, and so its stream, while somebody uses the set. */
    @SuppressWarnings({"unused", "FieldCanBeLocal", "UnusedVariable"})
    private final Object owner;

    private final GuardedListeners<SetChangeListener<? super E>> changes = new GuardedListeners<>();
    private final GuardedListeners<InvalidationListener> invalidations = new GuardedListeners<>();
    private final Set<E> elements;

    /** A set of {@code content} that keeps {@code owner} alive. */
    public BoundSet(Object owner, Collection<? extends E> content) {
        this.owner = owner;
        this.elements = new LinkedHashSet<>(content);
    }

    /** Does the steps, in order, and tells listeners of each. A step with a value adds, one without removes. */
    public void apply(Iterable<KeyStep<E, E>> steps) {
        boolean changed = false;
        for (KeyStep<E, E> step : steps) {
            boolean adds = step.now() != null;
            if (adds ? elements.add(step.key()) : elements.remove(step.key())) {
                changed = true;
                changes.tell(listener -> listener.onChanged(new Step<>(this, step.key(), adds)));
            }
        }
        if (changed) {
            invalidations.tell(listener -> listener.invalidated(this));
        }
    }

    @Override
    public Iterator<E> iterator() {
        return Collections.unmodifiableSet(elements).iterator();
    }

    @Override
    public int size() {
        return elements.size();
    }

    @Override
    public boolean contains(@Nullable Object element) {
        return elements.contains(element);
    }

    @Override
    public void addListener(SetChangeListener<? super E> listener) {
        changes.add(listener);
    }

    @Override
    public void removeListener(SetChangeListener<? super E> listener) {
        changes.remove(listener);
    }

    @Override
    public void addListener(InvalidationListener listener) {
        invalidations.add(listener);
    }

    @Override
    public void removeListener(InvalidationListener listener) {
        invalidations.remove(listener);
    }

    /** A step as listeners hear of it. */
    private static final class Step<E> extends SetChangeListener.Change<E> {
        private final E element;
        private final boolean added;

        Step(ObservableSet<E> set, E element, boolean added) {
            super(set);
            this.element = element;
            this.added = added;
        }

        @Override
        public boolean wasAdded() {
            return added;
        }

        @Override
        public boolean wasRemoved() {
            return !added;
        }

        @Override
        public @Nullable E getElementAdded() {
            return added ? element : null;
        }

        @Override
        public @Nullable E getElementRemoved() {
            return added ? null : element;
        }
    }
}
