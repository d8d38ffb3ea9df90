// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.value.ChangeListener;
import org.jspecify.annotations.Nullable;

/**
 * A read-only property whose new value is stored first and told later, so that all properties of a run are new before the
 * first listener looks. FX thread. It keeps its bean alive, and so the stream.
 */
public final class FxValue<V> extends ReadOnlyObjectProperty<V> {
    private final Object bean;
    private final String name;
    private final PropertyListeners<@Nullable V> listeners = new PropertyListeners<>();
    private @Nullable V value;
    /** The value that the listeners know. */
    private @Nullable V told;

    public FxValue(Object bean, String name, @Nullable V value) {
        this.bean = bean;
        this.name = name;
        this.value = value;
        this.told = value;
    }

    /**
     * Takes a value that {@link #tell()} will tell of, if it is another instance: comparing whole states is no work for the FX
     * thread where nobody listens for changes.
     */
    void store(@Nullable V newValue) {
        value = newValue;
    }

    /** Tells listeners of a new value. */
    @SuppressWarnings("ReferenceEquality")
    void tell() {
        V before = told;
        V now = value;
        if (before != now) {
            told = now;
            listeners.tell(this, before, now);
        }
    }

    @Override
    public void addListener(InvalidationListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeListener(InvalidationListener listener) {
        listeners.remove(listener);
    }

    @Override
    public void addListener(ChangeListener<? super V> listener) {
        listeners.add(listener);
    }

    @Override
    public void removeListener(ChangeListener<? super V> listener) {
        listeners.remove(listener);
    }

    @Override
    public @Nullable V get() {
        return value;
    }

    @Override
    public Object getBean() {
        return bean;
    }

    @Override
    public String getName() {
        return name;
    }
}
