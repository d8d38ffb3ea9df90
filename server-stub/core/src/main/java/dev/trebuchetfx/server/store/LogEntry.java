// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of an actor's log: one version of its state.
 *
 * @param version the version
 * @param writeId the id of the write that made it; random for an edit that was made outside, by hand or by another program
 * @param callKey the key of the call that made it; null for none
 * @param result the JSON that the call returned; null where none is kept
 * @param schema the schema version of the state, 1 or more
 * @param isPatch whether {@code content} is a JSON Patch on the version before; otherwise it is the state itself
 * @param content the JSON of the patch or of the state
 * @param storedAt the time of the write, by the store's clock
 */
public record LogEntry(
        StateVersion version,
        UUID writeId,
        @Nullable String callKey,
        @Nullable Bytes result,
        int schema,
        boolean isPatch,
        Bytes content,
        Instant storedAt) {}
