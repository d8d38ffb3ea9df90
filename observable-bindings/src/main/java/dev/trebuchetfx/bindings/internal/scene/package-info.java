/** Follows whether a person can see what an actor fills. */
@NullMarked
package dev.trebuchetfx.bindings.internal.scene;

import org.jspecify.annotations.NullMarked;
