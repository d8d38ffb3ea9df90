/** The tour: plays the features of the todo window against a server of its own, checks the results, and draws pictures of them. */
@NullMarked
package dev.trebuchetfx.demo.tour;

import org.jspecify.annotations.NullMarked;
