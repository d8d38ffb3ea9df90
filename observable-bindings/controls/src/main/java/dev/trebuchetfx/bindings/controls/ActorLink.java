// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import dev.trebuchetfx.bindings.ObservableActor;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.Property;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/** The property {@code actor} of a part, whose values the part's own properties follow. */
final class ActorLink extends SimpleObjectProperty<@Nullable ObservableActor<?>> {
    ActorLink(Object bean) {
        super(bean, "actor");
    }

    /** Binds {@code target} to a property of the actor, whichever it is. Without an actor {@code target} is unbound and keeps its value. */
    <V> void follow(Property<V> target, Function<ObservableActor<?>, ObservableValue<? extends V>> source) {
        subscribe(actor -> {
            target.unbind();
            if (actor != null) {
                target.bind(source.apply(actor));
            }
        });
    }

    /** Returns a property of {@code bean} with a value that is never null. */
    static <V> ObjectProperty<V> required(Object bean, String name, V initial) {
        return new SimpleObjectProperty<>(bean, name, initial) {
            @Override
            public void set(V value) {
                super.set(Objects.requireNonNull(value, name));
            }
        };
    }
}
