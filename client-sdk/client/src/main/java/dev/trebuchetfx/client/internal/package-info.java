/** The engine behind the façade, which puts the parts of a client together. */
@NullMarked
package dev.trebuchetfx.client.internal;

import org.jspecify.annotations.NullMarked;
