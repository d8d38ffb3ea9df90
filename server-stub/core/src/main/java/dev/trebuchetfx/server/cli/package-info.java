/** The commands {@code serve} and {@code fault} of the command line. */
@NullMarked
package dev.trebuchetfx.server.cli;

import org.jspecify.annotations.NullMarked;
