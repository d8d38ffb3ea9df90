// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.keyed;

import dev.trebuchetfx.bindings.internal.pulse.GuardedListeners;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javafx.beans.InvalidationListener;
import javafx.collections.MapChangeListener;
import javafx.collections.ObservableMap;
import org.jspecify.annotations.Nullable;

/** A map that follows another one and that nobody else changes. FX thread. */
public final class BoundMap<K, V> extends AbstractMap<K, V> implements ObservableMap<K, V> {
    /** Keeps the actor alive, and so its stream, while somebody uses the map. */
    @SuppressWarnings({"unused", "FieldCanBeLocal", "UnusedVariable"})
    private final Object owner;

    private final GuardedListeners<MapChangeListener<? super K, ? super V>> changes = new GuardedListeners<>();
    private final GuardedListeners<InvalidationListener> invalidations = new GuardedListeners<>();
    private final Map<K, V> entries;

    /** A map of {@code content} that keeps {@code owner} alive. */
    public BoundMap(Object owner, Map<? extends K, ? extends V> content) {
        this.owner = owner;
        this.entries = new LinkedHashMap<>(content);
    }

    /** Does the steps, in order, and tells listeners of each. */
    public void apply(Iterable<KeyStep<K, V>> steps) {
        boolean changed = false;
        for (KeyStep<K, V> step : steps) {
            V before = step.now() == null ? entries.remove(step.key()) : entries.put(step.key(), step.now());
            if (!Objects.equals(before, step.now())) {
                changed = true;
                changes.tell(listener -> listener.onChanged(new Step<>(this, step.key(), before, step.now())));
            }
        }
        if (changed) {
            invalidations.tell(listener -> listener.invalidated(this));
        }
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return Collections.unmodifiableMap(entries).entrySet();
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        return entries.get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return entries.containsKey(key);
    }

    @Override
    public void addListener(MapChangeListener<? super K, ? super V> listener) {
        changes.add(listener);
    }

    @Override
    public void removeListener(MapChangeListener<? super K, ? super V> listener) {
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
    private static final class Step<K, V> extends MapChangeListener.Change<K, V> {
        private final K key;
        private final @Nullable V before;
        private final @Nullable V now;

        Step(ObservableMap<K, V> map, K key, @Nullable V before, @Nullable V now) {
            super(map);
            this.key = key;
            this.before = before;
            this.now = now;
        }

        @Override
        public boolean wasAdded() {
            return now != null;
        }

        @Override
        public boolean wasRemoved() {
            return before != null;
        }

        @Override
        public K getKey() {
            return key;
        }

        @Override
        public @Nullable V getValueAdded() {
            return now;
        }

        @Override
        public @Nullable V getValueRemoved() {
            return before;
        }
    }
}
