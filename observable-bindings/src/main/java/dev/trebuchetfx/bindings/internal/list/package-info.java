/** Observable lists that take over the content of another list by the smallest change. The change is computed off the FX thread. */
@NullMarked
package dev.trebuchetfx.bindings.internal.list;

import org.jspecify.annotations.NullMarked;
