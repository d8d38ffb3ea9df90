// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda;

import dev.trebuchetfx.server.demo.Counter;
import dev.trebuchetfx.server.demo.TodoList;
import java.time.Clock;
import java.util.UUID;

/** Names the bundled actors that are stored: {@code todos}, a list {@code todos/NAME} for each name, and {@code counter}. */
public final class BundledActors implements ActorProvider {
    @Override
    public void expose(ActorFactories actors) {
        actors.expose("todos", name -> new TodoList(Clock.systemUTC(), UUID::randomUUID));
        actors.expose("todos/{list}", list -> new TodoList(Clock.systemUTC(), UUID::randomUUID));
        actors.expose("counter", name -> new Counter());
    }
}
