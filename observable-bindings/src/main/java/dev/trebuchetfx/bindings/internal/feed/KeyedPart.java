// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

import dev.trebuchetfx.bindings.internal.keyed.KeyStep;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A map or set within the state.
 *
 * @param content returns a copy of the content for a state, with the elements of a set as keys and values
 * @param bound the map or set that follows
 * @param applied its content
 * @param steps lead from there to the newest content
 * @param take lets the map or set do steps
 */
record KeyedPart<S, K, V, B>(
        Function<? super S, Map<K, V>> content,
        WeakReference<B> bound,
        Map<K, V> applied,
        Map<K, V> newest,
        List<KeyStep<K, V>> steps,
        BiConsumer<B, List<KeyStep<K, V>>> take)
        implements Part<S> {

    /** Returns the content for {@code state}. */
    static <S, K, V> Map<K, V> of(Function<? super S, Map<K, V>> content, @Nullable S state) {
        return state == null ? Map.of() : content.apply(state);
    }

    @Override
    public boolean isAlive() {
        return bound.get() != null;
    }

    @Override
    public KeyedPart<S, K, V, B> toward(ActorSnapshot<S> target) {
        Map<K, V> next = of(content, target.state());
        return new KeyedPart<>(content, bound, applied, next, KeyStep.between(applied, next), take);
    }

    @Override
    public KeyedPart<S, K, V, B> settled() {
        return new KeyedPart<>(content, bound, newest, newest, List.of(), take);
    }

    @Override
    public void applyList() {
        B target = bound.get();
        if (target != null) {
            take.accept(target, steps);
        }
    }

    @Override
    public void storeValue() {}

    @Override
    public void tellValue() {}
}
