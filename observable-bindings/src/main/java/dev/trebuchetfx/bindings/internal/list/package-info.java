/** Lists that become another list by the smallest change, worked out off the FX thread. */
@NullMarked
package dev.trebuchetfx.bindings.internal.list;

import org.jspecify.annotations.NullMarked;
