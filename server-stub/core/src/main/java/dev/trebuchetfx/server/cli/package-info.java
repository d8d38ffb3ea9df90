/** The commands serve and fault. */
@NullMarked
package dev.trebuchetfx.server.cli;

import org.jspecify.annotations.NullMarked;
