/** Brings faults about: at connections, streams and buffers. */
@NullMarked
package dev.trebuchetfx.server.fault;

import org.jspecify.annotations.NullMarked;
