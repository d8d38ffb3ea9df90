// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The finding of an application's actors. */
final class FunctionActors {
    private FunctionActors() {}

    /**
     * Returns what names the actors.
     *
     * @param className the class that the settings name; null for the one that is found, or else the bundled actors
     * @throws IllegalArgumentException if the class is none, or can't be made; the message says why
     */
    static ActorProvider provider(@Nullable String className) {
        if (className == null || className.isBlank()) {
            return ServiceLoader.load(ActorProvider.class).findFirst().orElseGet(BundledActors::new);
        }
        try {
            return Class.forName(className)
                    .asSubclass(ActorProvider.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(
                    "the variable " + FunctionSettings.ACTORS + " must name a public class that implements "
                            + ActorProvider.class.getName()
                            + " and has a public constructor without parameters, but was '" + className + "' (" + e
                            + ")",
                    e);
        }
    }

    /** Returns what makes each actor, by its name or pattern. */
    static Map<String, Function<String, ? extends Object>> of(ActorProvider provider) {
        Map<String, Function<String, ? extends Object>> actors = new LinkedHashMap<>();
        provider.expose((name, factory) -> {
            if (actors.putIfAbsent(name, factory) != null) {
                throw new IllegalArgumentException("actors named '" + name + "' are exposed already");
            }
        });
        return actors;
    }
}
