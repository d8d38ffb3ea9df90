/** A server and its clients for a long time, with cuts all the while: what they hold must not grow. Sees the server and the client by their public packages. */
@NullMarked
package dev.trebuchetfx.benchmark.soak;

import org.jspecify.annotations.NullMarked;
