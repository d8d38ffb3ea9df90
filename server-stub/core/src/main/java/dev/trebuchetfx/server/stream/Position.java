// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

/**
 * The position in an actor's log that a client has with an update.
 *
 * @param cursor the position as the client keeps it
 * @param version the number of the version; 0 where nothing is stored yet
 */
record Position(String cursor, long version) {}
