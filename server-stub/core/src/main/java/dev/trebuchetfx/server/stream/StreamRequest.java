// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is to begin.
 *
 * @param callId answered in {@code streamStart}
 * @param actors where to look for the actor, in this order; at least one
 * @param heartbeat how often the client hears how far the stream has been sent; null for never
 * @param deltas the formats of changes that the client can take, best first; null for a version 2 client, which can't say
 */
record StreamRequest(
        UUID callId,
        List<ActorId> actors,
        String method,
        List<Bytes> arguments,
        @Nullable StreamFilter filter,
        @Nullable Duration heartbeat,
        @Nullable List<String> deltas) {}
