// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/**
 * The choice of a person, for a part that depends on it. The list that follows refers to it, and so it lives as long as that: the property of the choice refers to it
 * weakly.
 */
final class ChosenPart<S, K, T> implements Function<S, List<T>>, InvalidationListener {
    private final BiFunction<? super S, ? super K, ? extends List<T>> items;
    private final ObservableValue<? extends @Nullable K> choice;
    private final AtomicReference<@Nullable K> chosen = new AtomicReference<>();
    private final Runnable refresh;

    /** Keeps the actor alive. */
    @SuppressWarnings({"unused", "FieldCanBeLocal", "UnusedVariable"})
    private final Object owner;

    ChosenPart(
            Object owner,
            ObservableValue<? extends @Nullable K> choice,
            BiFunction<? super S, ? super K, ? extends List<T>> items,
            Runnable refresh) {
        this.owner = owner;
        this.items = items;
        this.choice = choice;
        this.refresh = refresh;
        chosen.set(choice.getValue());
    }

    @Override
    public List<T> apply(S state) {
        K key = chosen.get();
        return key == null ? List.of() : items.apply(state, key);
    }

    @Override
    public void invalidated(Observable changed) {
        chosen.set(choice.getValue());
        refresh.run();
    }
}
