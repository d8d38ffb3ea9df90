/**
 * Types for the authors of actors. An actor is a plain object whose states stream: {@link dev.trebuchetfx.server.actor.StreamedState} is
 * such a state, and {@link dev.trebuchetfx.server.actor.ActorContext} leads to the actor's own turn.
 */
@NullMarked
package dev.trebuchetfx.server.actor;

import org.jspecify.annotations.NullMarked;
