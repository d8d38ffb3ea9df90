// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;

/** The properties of one item. Made on any thread, changed on the FX thread. They keep the actor alive, and so its stream. */
public final class ItemProperties<T> {
    private final Object id;
    private final FxValue<T> value;
    private final FxFlag pending;

    ItemProperties(Object owner, Object id, T value, boolean pending) {
        this.id = id;
        this.value = new FxValue<>(owner, "value", value);
        this.pending = new FxFlag(owner, "pending", pending);
    }

    public Object id() {
        return id;
    }

    public ReadOnlyObjectProperty<T> value() {
        return value;
    }

    public ReadOnlyBooleanProperty pending() {
        return pending;
    }

    void store(T newValue, boolean isPending) {
        value.store(newValue);
        pending.store(isPending);
    }

    void tell() {
        value.tell();
        pending.tell();
    }
}
