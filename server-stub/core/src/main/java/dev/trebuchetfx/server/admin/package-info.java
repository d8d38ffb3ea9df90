/** The admin server: health, streams and faults over HTTP on loopback. */
@NullMarked
package dev.trebuchetfx.server.admin;

import org.jspecify.annotations.NullMarked;
