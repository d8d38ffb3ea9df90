/** Plays the whole story of the todo window against a server of its own, checks that it comes true, and draws it. */
@NullMarked
package dev.trebuchetfx.demo.tour;

import org.jspecify.annotations.NullMarked;
