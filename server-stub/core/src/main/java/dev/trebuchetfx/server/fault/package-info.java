/** Faults on demand: lost connections, lost updates, lost buffers. */
@NullMarked
package dev.trebuchetfx.server.fault;

import org.jspecify.annotations.NullMarked;
