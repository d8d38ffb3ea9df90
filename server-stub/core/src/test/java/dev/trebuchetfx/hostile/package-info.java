/** A server with a small heap, in a process of its own, and peers that try to bring it down. */
@NullMarked
package dev.trebuchetfx.hostile;

import org.jspecify.annotations.NullMarked;
