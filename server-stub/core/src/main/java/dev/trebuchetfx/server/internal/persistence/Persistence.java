// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.persistence;

/**
 * The parts that the keepers of one server share.
 *
 * @param access the store
 * @param awake the keepers that are awake
 * @param writesBehind whether a write may wait for more calls, since this server goes on after it has answered
 */
public record Persistence(StoreAccess access, AwakeActors awake, boolean writesBehind) {}
