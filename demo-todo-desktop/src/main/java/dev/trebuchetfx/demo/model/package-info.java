/** The view models of the todo window: its properties and commands, without a scene graph. */
@NullMarked
package dev.trebuchetfx.demo.model;

import org.jspecify.annotations.NullMarked;
