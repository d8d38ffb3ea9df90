/** The admin server: health, figures, streams, actors and faults over HTTP on loopback. */
@NullMarked
package dev.trebuchetfx.server.admin;

import org.jspecify.annotations.NullMarked;
