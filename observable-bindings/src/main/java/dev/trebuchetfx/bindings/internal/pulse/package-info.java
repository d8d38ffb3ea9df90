/** Schedules work on the FX thread, at most once in each pulse. */
@NullMarked
package dev.trebuchetfx.bindings.internal.pulse;

import org.jspecify.annotations.NullMarked;
