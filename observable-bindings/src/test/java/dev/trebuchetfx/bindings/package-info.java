/** What an application sees of bound actors; and the JavaFX toolkit for tests. */
@NullMarked
package dev.trebuchetfx.bindings;

import org.jspecify.annotations.NullMarked;
