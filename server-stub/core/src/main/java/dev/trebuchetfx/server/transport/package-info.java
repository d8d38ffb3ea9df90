/** Java-WebSocket's server behind the transport seam. Knows no envelope. */
@NullMarked
package dev.trebuchetfx.server.transport;

import org.jspecify.annotations.NullMarked;
