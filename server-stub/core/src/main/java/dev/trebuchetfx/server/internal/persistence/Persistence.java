// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.persistence;

/**
 * The parts that the keepers of one server share.
 *
 * @param access the store
 * @param awake the keepers that are awake
 */
public record Persistence(StoreAccess access, AwakeActors awake) {}
