/** Client, server and network in one thread, on virtual time and one seed: what holds under any sequence of faults. */
@NullMarked
package dev.trebuchetfx.simulation;

import org.jspecify.annotations.NullMarked;
