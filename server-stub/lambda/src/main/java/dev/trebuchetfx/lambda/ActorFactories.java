// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda;

import java.util.function.Function;

/** Takes the names of an application's actors with what makes them. Confined to the thread that calls {@link ActorProvider#expose}. */
public interface ActorFactories {
    /**
     * Exposes actors, each made anew for each event that needs it and forgotten afterwards.
     *
     * @param name a name such as {@code todos}, or a pattern such as {@code todos/{list}}
     * @param factory makes the actor of a key, quickly, by any thread and several at once; the key of a plain name is the name itself. Null or an
     *     exception for a key that is none, of which the client hears as of an actor that is not found
     * @throws IllegalArgumentException if the name is blank, the pattern is none, or it is taken
     */
    void expose(String name, Function<String, ? extends Object> factory);
}
