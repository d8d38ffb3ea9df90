// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.actor;

/** For an actor that does something by itself, on a timer for instance. An actor need not implement it. */
public interface ActorLifecycle {
    /** Called once in the actor's turn, before any of its methods. */
    void started(ActorContext context);

    /** Called once in the actor's turn when the server closes. */
    default void stopped() {}
}
