/** What a benchmark is: its name, what it is given to work with, and the figures that it yields. Knows no benchmark. */
@NullMarked
package dev.trebuchetfx.benchmark;

import org.jspecify.annotations.NullMarked;
