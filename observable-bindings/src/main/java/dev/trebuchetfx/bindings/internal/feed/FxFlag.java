// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.value.ChangeListener;

/** A read-only boolean property with the behaviour of {@link FxValue}. FX thread. */
final class FxFlag extends ReadOnlyBooleanProperty {
    private final Object bean;
    private final String name;
    private final PropertyListeners<Boolean> listeners = new PropertyListeners<>();
    private boolean value;
    /** The value that the listeners know. */
    private boolean told;

    FxFlag(Object bean, String name, boolean value) {
        this.bean = bean;
        this.name = name;
        this.value = value;
        this.told = value;
    }

    void store(boolean newValue) {
        value = newValue;
    }

    void tell() {
        boolean before = told;
        boolean now = value;
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
    public void addListener(ChangeListener<? super Boolean> listener) {
        listeners.add(listener);
    }

    @Override
    public void removeListener(ChangeListener<? super Boolean> listener) {
        listeners.remove(listener);
    }

    @Override
    public boolean get() {
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
