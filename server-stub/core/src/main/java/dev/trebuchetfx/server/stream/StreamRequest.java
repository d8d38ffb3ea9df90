// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.client.filter.StreamFilter;
import dev.trebuchetfx.client.wire.ActorId;
import dev.trebuchetfx.client.wire.Bytes;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is to begin.
 *
 * @param callId answered in {@code streamStart}
 * @param actors where to look for the actor, in this order; at least one
 */
record StreamRequest(
        UUID callId,
        List<ActorId> actors,
        String method,
        List<Bytes> arguments,
        @Nullable StreamFilter filter) {}
