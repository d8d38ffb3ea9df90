/**
 * The way between actors and their store: one keeper for each stateful actor holds the newest version that this server knows, runs calls
 * as steps that are stored before anybody sees them, and takes over what others stored. Knows no stream, message or connection.
 */
@NullMarked
package dev.trebuchetfx.server.internal.persistence;

import org.jspecify.annotations.NullMarked;
