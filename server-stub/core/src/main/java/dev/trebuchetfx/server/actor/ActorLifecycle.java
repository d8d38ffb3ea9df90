// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.actor;

/** An actor that is told of its start and end, since it does something by itself, on a timer for instance. Actors need not implement it. */
public interface ActorLifecycle {
    /** Called once in the actor's turn, before any of its methods. */
    void started(ActorContext context);

    /** Called once in the actor's turn when the server closes. */
    default void stopped() {}
}
