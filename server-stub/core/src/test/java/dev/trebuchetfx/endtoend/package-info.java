/** Client and server together, over a real socket: what an application sees. */
@NullMarked
package dev.trebuchetfx.endtoend;

import org.jspecify.annotations.NullMarked;
