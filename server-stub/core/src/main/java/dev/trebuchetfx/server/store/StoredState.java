// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.time.Instant;
import java.util.UUID;

/**
 * The newest state of an actor, as the store has it.
 *
 * @param version the version of the state
 * @param writeId the id of the write that made this version, which tells two histories with the same numbers apart
 * @param schema the schema version of the JSON, 1 or more
 * @param json the state as JSON
 * @param storedAt the time of the write, by the store's clock
 */
public record StoredState(StateVersion version, UUID writeId, int schema, Bytes json, Instant storedAt) {}
