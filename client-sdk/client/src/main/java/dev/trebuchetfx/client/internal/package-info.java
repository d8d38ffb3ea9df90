/** Puts the parts of a client together: the engine behind the façade. */
@NullMarked
package dev.trebuchetfx.client.internal;

import org.jspecify.annotations.NullMarked;
