/** Actors as the server sees them: found by name, called one message at a time. Knows JSON values, not envelopes. */
@NullMarked
package dev.trebuchetfx.server.internal.actor;

import org.jspecify.annotations.NullMarked;
