/** The scene graph of the todo window. It uses the view models only. */
@NullMarked
package dev.trebuchetfx.demo.view;

import org.jspecify.annotations.NullMarked;
