/**
 * The stores of actors' states: the interface that an engine implements, and the stores in memory and on SQLite. A store keeps one state an
 * actor, with a log of its newest versions, and hears of changes that others make. Knows no actor, stream or connection.
 */
@NullMarked
package dev.trebuchetfx.server.store;

import org.jspecify.annotations.NullMarked;
