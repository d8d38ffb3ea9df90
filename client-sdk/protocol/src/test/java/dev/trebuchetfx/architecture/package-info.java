/** The rules of the house, run by every module's own test. */
@NullMarked
package dev.trebuchetfx.architecture;

import org.jspecify.annotations.NullMarked;
