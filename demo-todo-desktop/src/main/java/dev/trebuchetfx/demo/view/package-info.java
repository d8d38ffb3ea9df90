/** The todo window as a scene graph: it sees the view models only. */
@NullMarked
package dev.trebuchetfx.demo.view;

import org.jspecify.annotations.NullMarked;
