/** The command {@code trebuchet}: puts the commands of the other modules together and turns outcomes into exit codes. */
@NullMarked
package dev.trebuchetfx.commandline;

import org.jspecify.annotations.NullMarked;
