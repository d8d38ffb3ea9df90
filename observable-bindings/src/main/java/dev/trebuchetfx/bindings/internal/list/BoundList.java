// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.list;

import dev.trebuchetfx.bindings.internal.pulse.GuardedListeners;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakListener;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/**
 * A list that only edits change. FX thread.
 *
 * <p>A listener of the application is told of an edit in one change. JavaFX's own consumers can't all follow one change that
 * has several parts: the selection models of controls shift by positions of the list before and after at once, and a content
 * binding reads at each part what the list holds at the end. So they are told of the same edit in its single
 * {@linkplain Step steps}, and the list holds at each what the step says. JavaFX's own are those whose class is, and
 * {@linkplain WeakListener weak} ones, behind which controls and transformation lists listen.
 */
public final class BoundList<T> extends AbstractList<T> implements ObservableList<T> {
    /** Keeps the actor alive, and so its stream, while somebody uses the list. */
    @SuppressWarnings({"unused", "FieldCanBeLocal", "UnusedVariable"})
    private final Object owner;

    private final GuardedListeners<ListChangeListener<? super T>> javaFx = new GuardedListeners<>();
    private final GuardedListeners<ListChangeListener<? super T>> others = new GuardedListeners<>();
    private final GuardedListeners<InvalidationListener> invalidations = new GuardedListeners<>();
    private List<T> items;

    /** A list of {@code content} that keeps {@code owner} alive. */
    public BoundList(Object owner, ListContent<T> content) {
        this.owner = owner;
        this.items = content.items();
    }

    /**
     * Becomes the target of {@code edit}, which was made for what this list holds, and tells listeners.
     *
     * <p>JavaFX's own get the steps even where there is only one: a step's permutation names every position, and
     * {@code SortedList} asks for every position.
     */
    public void apply(ListEdit<T> edit) {
        if (!edit.isEmpty() && !javaFx.isEmpty()) {
            List<T> working = new ArrayList<>(items);
            items = working;
            for (Step<T> step : edit.steps()) {
                step.applyTo(working);
                tell(javaFx, new StepChange<>(this, step));
            }
        }
        items = edit.target().items();
        if (!edit.isEmpty()) {
            invalidations.tell(listener -> listener.invalidated(this));
            tell(others, new EditChange<>(this, edit.permutation(), edit.ranges()));
        }
    }

    private void tell(GuardedListeners<ListChangeListener<? super T>> listeners, EditChange<T> change) {
        listeners.tell(listener -> {
            change.reset();
            listener.onChanged(change);
        });
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
        boolean stepwise = listener instanceof WeakListener || isOfJavaFx(listener.getClass());
        (stepwise ? javaFx : others).add(listener);
    }

    @Override
    public void removeListener(ListChangeListener<? super T> listener) {
        javaFx.remove(listener);
        others.remove(listener);
    }

    @Override
    public void addListener(InvalidationListener listener) {
        invalidations.add(listener);
    }

    @Override
    public void removeListener(InvalidationListener listener) {
        invalidations.remove(listener);
    }

    private static boolean isOfJavaFx(Class<?> type) {
        String name = type.getPackageName();
        return name.startsWith("javafx.") || name.startsWith("com.sun.javafx.");
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
}
