/** The command {@code demo}. */
@NullMarked
package dev.trebuchetfx.demo.cli;

import org.jspecify.annotations.NullMarked;
