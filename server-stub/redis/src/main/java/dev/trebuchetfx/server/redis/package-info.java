// SPDX-License-Identifier: Apache-2.0
/**
 * The store of actors' states on Redis: a script in the database reads and writes them, and streams there tell of changes. Uses the interface
 * of stores and the time; knows no actor, stream or connection of a client.
 */
@NullMarked
package dev.trebuchetfx.server.redis;

import org.jspecify.annotations.NullMarked;
