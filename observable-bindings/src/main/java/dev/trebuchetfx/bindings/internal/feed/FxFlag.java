// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

import javafx.beans.property.ReadOnlyBooleanPropertyBase;

/** As {@link FxValue}, for a boolean. FX thread. */
final class FxFlag extends ReadOnlyBooleanPropertyBase {
    private final Object bean;
    private final String name;
    private boolean value;
    private boolean untold;

    FxFlag(Object bean, String name, boolean value) {
        this.bean = bean;
        this.name = name;
        this.value = value;
    }

    void store(boolean newValue) {
        untold = untold || value != newValue;
        value = newValue;
    }

    void tell() {
        if (untold) {
            untold = false;
            fireValueChangedEvent();
        }
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
