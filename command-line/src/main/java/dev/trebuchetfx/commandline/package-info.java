/** The command {@code trebuchet}, which puts the commands of the other modules together and turns their results into exit codes. */
@NullMarked
package dev.trebuchetfx.commandline;

import org.jspecify.annotations.NullMarked;
