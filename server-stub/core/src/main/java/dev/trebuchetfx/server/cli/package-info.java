/** The commands {@code serve} and {@code fault} of the command line, and the reading of the options that every store takes there. */
@NullMarked
package dev.trebuchetfx.server.cli;

import org.jspecify.annotations.NullMarked;
