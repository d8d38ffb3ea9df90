/** From an envelope to an actor call or a stream operation, for each connection. Knows no socket. */
@NullMarked
package dev.trebuchetfx.server.dispatch;

import org.jspecify.annotations.NullMarked;
