// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.actor;

/** The way from outside into a running actor's turns. Safe for use by any thread. */
public interface ActorContext {
    /** Returns the name under which the actor was exposed. */
    String name();

    /** Returns whether the calling thread is in a turn of this actor now. */
    boolean isInTurn();

    /** Returns whether the server has been closed, so that the actor may go to another one. */
    boolean isStopped();

    /** Runs {@code task} in the actor's own turn: after what was asked before, and never while one of its methods runs. May return before that. */
    void execute(Runnable task);
}
