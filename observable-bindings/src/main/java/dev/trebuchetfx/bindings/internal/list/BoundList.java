// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.list;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.ObservableListBase;
import javafx.collections.WeakListChangeListener;

/**
 * A list that only edits change. FX thread.
 *
 * <p>An ordinary listener is told of an edit in one change. The selection models of stock controls go astray with one change
 * that has several ranges (they shift by positions of the list before and after at once), and a selection that silently lands
 * on another item is dangerous. Controls, and the transformation lists that feed them, listen through a
 * {@link WeakListChangeListener}: such a listener is told of the same edit in its single {@linkplain Step steps}, and the
 * list holds at each what the step says.
 */
public final class BoundList<T> extends AbstractList<T> implements ObservableList<T> {
    /** Keeps the actor alive, and so its stream, while somebody uses the list. */
    @SuppressWarnings({"unused", "FieldCanBeLocal", "UnusedVariable"})
    private final Object owner;

    private final Listeners controls = new Listeners();
    private final Listeners others = new Listeners();
    private List<T> items;

    /** A list of {@code content} that keeps {@code owner} alive. */
    public BoundList(Object owner, ListContent<T> content) {
        this.owner = owner;
        this.items = content.items();
    }

    /**
     * Becomes the target of {@code edit}, which was made for what this list holds, and tells listeners.
     *
     * <p>Controls get the steps even where there is only one: a step's permutation names every position, and {@code SortedList}
     * asks for every position.
     */
    public void apply(ListEdit<T> edit) {
        if (!edit.isEmpty() && controls.areThere()) {
            List<T> working = new ArrayList<>(items);
            items = working;
            for (Step<T> step : edit.steps()) {
                step.applyTo(working);
                controls.tell(new EditChange<>(this, step.permutation(), step.ranges()));
            }
        }
        items = edit.target().items();
        if (!edit.isEmpty()) {
            others.tell(new EditChange<>(this, edit.permutation(), edit.ranges()));
        }
    }

    @Override
    public T get(int index) {
        return items.get(index);
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public void addListener(ListChangeListener<? super T> listener) {
        listenersFor(listener).addListener(listener);
    }

    @Override
    public void removeListener(ListChangeListener<? super T> listener) {
        controls.removeListener(listener);
        others.removeListener(listener);
    }

    @Override
    public void addListener(InvalidationListener listener) {
        others.addListener(listener);
    }

    @Override
    public void removeListener(InvalidationListener listener) {
        others.removeListener(listener);
    }

    private Listeners listenersFor(ListChangeListener<? super T> listener) {
        return listener instanceof WeakListChangeListener ? controls : others;
    }

    @Override
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final boolean addAll(T... elements) {
        throw readOnly();
    }

    @Override
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final boolean setAll(T... elements) {
        throw readOnly();
    }

    @Override
    public boolean setAll(Collection<? extends T> elements) {
        throw readOnly();
    }

    @Override
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final boolean removeAll(T... elements) {
        throw readOnly();
    }

    @Override
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final boolean retainAll(T... elements) {
        throw readOnly();
    }

    @Override
    public void remove(int from, int to) {
        throw readOnly();
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException(
                "Expected the list to be read only: it mirrors an actor's state; call the actor to change it");
    }

    /** JavaFX's own bookkeeping of listeners, which calls each in turn and survives one that fails. */
    private final class Listeners extends ObservableListBase<T> {
        boolean areThere() {
            return hasListeners();
        }

        void tell(EditChange<T> change) {
            fireChange(change);
        }

        @Override
        public T get(int index) {
            return BoundList.this.get(index);
        }

        @Override
        public int size() {
            return BoundList.this.size();
        }
    }
}
