/**
 * For the authors of actors: an actor is a plain object whose states stream. {@link dev.trebuchetfx.server.actor.StreamedState} is such a
 * state, {@link dev.trebuchetfx.server.actor.ActorContext} the way to the actor's own turn.
 */
@NullMarked
package dev.trebuchetfx.server.actor;

import org.jspecify.annotations.NullMarked;
