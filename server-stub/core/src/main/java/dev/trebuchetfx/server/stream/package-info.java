/** The streams of subscribers: filter, numbering, replay buffer, resume and expiry. Knows no socket and no fault. */
@NullMarked
package dev.trebuchetfx.server.stream;

import org.jspecify.annotations.NullMarked;
