/** The changes between two states of an actor, as they travel in place of the later one, each computed once for all who send it. */
@NullMarked
package dev.trebuchetfx.server.change;

import org.jspecify.annotations.NullMarked;
