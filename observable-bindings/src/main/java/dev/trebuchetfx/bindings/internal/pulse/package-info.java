/** When the FX thread does our work: once a pulse. */
@NullMarked
package dev.trebuchetfx.bindings.internal.pulse;

import org.jspecify.annotations.NullMarked;
