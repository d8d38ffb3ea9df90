/** Netty's sockets behind the transport seam, and the limits that hold for them. Knows no envelope. */
@NullMarked
package dev.trebuchetfx.server.transport;

import org.jspecify.annotations.NullMarked;
