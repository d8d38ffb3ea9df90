/** Calls of stored actors beside the same writes by hand, one actor at two servers, and the memory of streams. Sees the server by its public packages. */
@NullMarked
package dev.trebuchetfx.benchmark.store;

import org.jspecify.annotations.NullMarked;
