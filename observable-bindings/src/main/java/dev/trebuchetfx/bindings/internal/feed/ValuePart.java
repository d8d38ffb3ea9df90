// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value within the state. */
record ValuePart<S, V>(
        Function<? super S, ? extends @Nullable V> function,
        WeakReference<FxValue<@Nullable V>> property,
        @Nullable V newest)
        implements Part<S> {

    /** Returns the value of the property for {@code state}. */
    static <S, V> @Nullable V value(Function<? super S, ? extends @Nullable V> function, @Nullable S state) {
        return state == null ? null : function.apply(state);
    }

    @Override
    public boolean isAlive() {
        return property.get() != null;
    }

    @Override
    public ValuePart<S, V> toward(ActorSnapshot<S> target) {
        V value = value(function, target.state());
        return Objects.equals(value, newest) ? this : new ValuePart<>(function, property, value);
    }

    @Override
    public ValuePart<S, V> settled() {
        return this;
    }

    @Override
    public void applyList() {}

    @Override
    public void storeValue() {
        FxValue<@Nullable V> target = property.get();
        if (target != null) {
            target.store(newest);
        }
    }

    @Override
    public void tellValue() {
        FxValue<@Nullable V> target = property.get();
        if (target != null) {
            target.tell();
        }
    }
}
