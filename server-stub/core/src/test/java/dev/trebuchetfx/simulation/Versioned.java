// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

/**
 * A state that tells which one it is.
 *
 * @param version counts the states that an actor has had, across restarts of its server
 * @param value what filters look at
 */
public record Versioned(long version, int value) {}
