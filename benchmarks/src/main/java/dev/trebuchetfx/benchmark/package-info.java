/** The API of a benchmark: its name, its workbench, and the figures that it yields. Knows no particular benchmark. */
@NullMarked
package dev.trebuchetfx.benchmark;

import org.jspecify.annotations.NullMarked;
