/** The way from an envelope to an actor call or a stream operation, for each connection. Knows no socket and no fault. */
@NullMarked
package dev.trebuchetfx.server.dispatch;

import org.jspecify.annotations.NullMarked;
