/** A subscriber's stream: numbering, filter, replay buffer, resume and expiry. Knows no socket. */
@NullMarked
package dev.trebuchetfx.server.stream;

import org.jspecify.annotations.NullMarked;
