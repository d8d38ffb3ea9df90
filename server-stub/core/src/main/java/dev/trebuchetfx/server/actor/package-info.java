/** What an actor's author uses: the state that streams, and the actor's own turn. */
@NullMarked
package dev.trebuchetfx.server.actor;

import org.jspecify.annotations.NullMarked;
