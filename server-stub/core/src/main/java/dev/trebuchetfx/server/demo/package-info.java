/** The bundled actors to play with. */
@NullMarked
package dev.trebuchetfx.server.demo;

import org.jspecify.annotations.NullMarked;
