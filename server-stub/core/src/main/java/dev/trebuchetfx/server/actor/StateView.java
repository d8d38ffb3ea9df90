// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.actor;

import java.util.function.Consumer;
import java.util.function.Function;

/** A form of a stored state, made anew of each version that somebody listens to. */
final class StateView<S, V> extends StreamedState<V> {
    private final StoredValue<S> whole;
    private final Function<? super S, ? extends V> form;

    StateView(StoredValue<S> whole, Function<? super S, ? extends V> form) {
        super(form.apply(whole.get()));
        this.whole = whole;
        this.form = form;
    }

    @Override
    public V get() {
        return form.apply(whole.get());
    }

    @Override
    public void set(V next) {
        throw new IllegalStateException(
                "a view of a stored state can't be set; set the PersistentState that it belongs to");
    }

    @Override
    public Runnable onChange(Consumer<? super V> listener) {
        return whole.onChange(next -> listener.accept(form.apply(next)));
    }

    @Override
    public Runnable onChange(ActorContext actor, Consumer<? super V> listener) {
        return whole.onChange(actor, next -> listener.accept(form.apply(next)));
    }

    @Override
    public StreamedState<?> source() {
        return whole;
    }

    @Override
    @SuppressWarnings("unchecked") // The owner of the whole state hands in states of its type.
    public V of(Object stored) {
        return form.apply((S) stored);
    }
}
