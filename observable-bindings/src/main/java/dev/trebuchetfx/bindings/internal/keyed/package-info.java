/** Observable maps and sets that take over the content of another one, key by key. */
@NullMarked
package dev.trebuchetfx.bindings.internal.keyed;

import org.jspecify.annotations.NullMarked;
