// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import dev.trebuchetfx.bindings.internal.feed.ItemProperties;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/**
 * An item of a list within the state, whose value changes in place: the list does not change when its item does, so that a cell follows the item by its
 * properties and an edit in a cell goes on. See {@link ObservableActor#items}.
 *
 * <p>The item for an id stays the same for as long as the id is in the list. FX thread.
 *
 * @param <T> the type of the value
 */
public final class LiveItem<T> {
    private final ItemProperties<T> properties;

    LiveItem(ItemProperties<T> properties) {
        this.properties = properties;
    }

    /** Returns the id of the item. */
    public Object id() {
        return properties.id();
    }

    /** Returns the property of the item's value, which is never null. After the item has left the list, it keeps its last value. */
    public ReadOnlyObjectProperty<T> valueProperty() {
        return properties.value();
    }

    /** Returns the value of {@link #valueProperty()}. */
    public T getValue() {
        return valueProperty().get();
    }

    /**
     * Returns the property that is true while the value is not the server's: a change that is under way has made the item, or has made it look as it does. An item that a
     * change has removed is not in the list.
     */
    public ReadOnlyBooleanProperty pendingProperty() {
        return properties.pending();
    }

    /** Returns the value of {@link #pendingProperty()}. */
    public boolean isPending() {
        return pendingProperty().get();
    }

    /**
     * Returns an observable part of the value, as for a column of a table:
     *
     * <pre>{@code
     * column.setCellValueFactory(row -> row.getValue().select(Todo::title));
     * }</pre>
     */
    public <V> ObservableValue<V> select(Function<? super T, ? extends @Nullable V> part) {
        return valueProperty().map(part);
    }

    /** Returns the id and the value, for messages. */
    @Override
    public String toString() {
        return properties.id() + ": " + getValue();
    }
}
