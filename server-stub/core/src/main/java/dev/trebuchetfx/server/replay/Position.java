// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.replay;

/**
 * The position in an actor's log that a client has with an update.
 *
 * @param cursor the position as the client keeps it
 * @param version the number of the version; 0 where nothing is stored yet
 */
public record Position(String cursor, long version) {}
