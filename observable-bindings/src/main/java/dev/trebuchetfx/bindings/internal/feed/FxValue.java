// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

import javafx.beans.property.ReadOnlyObjectPropertyBase;
import org.jspecify.annotations.Nullable;

/**
 * A read-only property whose new value is stored first and told later, so that all properties of a run are new before the
 * first listener looks. FX thread. It keeps its bean alive, and so the stream.
 */
public final class FxValue<V> extends ReadOnlyObjectPropertyBase<V> {
    private final Object bean;
    private final String name;
    private @Nullable V value;
    private boolean untold;

    public FxValue(Object bean, String name, @Nullable V value) {
        this.bean = bean;
        this.name = name;
        this.value = value;
    }

    /**
     * Takes a value that {@link #tell()} will tell of, if it is another instance: comparing whole states is no work for the FX
     * thread.
     */
    @SuppressWarnings("ReferenceEquality")
    void store(@Nullable V newValue) {
        untold = untold || value != newValue;
        value = newValue;
    }

    /** Tells listeners of a new value. */
    void tell() {
        if (untold) {
            untold = false;
            fireValueChangedEvent();
        }
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
