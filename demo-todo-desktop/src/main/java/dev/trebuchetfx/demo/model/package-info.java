/** What the todo window shows and what one can do there: properties and commands, without a scene graph. */
@NullMarked
package dev.trebuchetfx.demo.model;

import org.jspecify.annotations.NullMarked;
