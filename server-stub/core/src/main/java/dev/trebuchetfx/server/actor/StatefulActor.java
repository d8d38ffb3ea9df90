// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.actor;

/**
 * An actor whose state is kept in the server's store. It may run on several servers that share a store at once: no server owns it.
 *
 * <p>Each call is one step: the method sees the newest state that this server knows and sets a new one; when the method returns, the server
 * stores the new state if nobody else has changed it meanwhile, then streams it, then answers. Where somebody has, the server takes over
 * their state and calls the method again, unless it is {@link NotRepeated}. Calls that wait for one another are stored together: each sees
 * what the one before it has set, and is answered when that is stored too. So a method should do nothing beside reading and setting the
 * state that can't be done twice. If the state can't be stored, the caller is told, and no client has seen it.
 *
 * <p>A method that begins with {@code observe} returns the state, or a {@link PersistentState#view view} of it.
 *
 * @param <S> the type of the state, an immutable value that the server writes as JSON
 */
public interface StatefulActor<S> {
    /** Returns the state, always the same object. Called by the server; clients can't call it. */
    PersistentState<S> persistentState();
}
