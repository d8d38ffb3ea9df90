/** The real pulses of a running toolkit. */
@NullMarked
package dev.trebuchetfx.bindings.internal.pulse;

import org.jspecify.annotations.NullMarked;
