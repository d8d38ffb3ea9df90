// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope.LeftOut;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A client's request to open a stream.
 *
 * @param callId the id that {@code streamStart} answers
 * @param actors the candidates for the actor, tried in this order; at least one
 * @param heartbeat the time between two heartbeats, which tell the client how far the stream was sent; null for none
 * @param deltas the delta formats that the client accepts, best first; null for a version 2 client, which can't say
 * @param leftOut what the filter left out at former nodes
 * @param firstLife what former nodes knew of the stream's way from the state before the first version; null for nothing
 */
record SubscriptionRequest(
        UUID callId,
        List<ActorId> actors,
        String method,
        List<Bytes> arguments,
        @Nullable StreamFilter filter,
        @Nullable Duration heartbeat,
        @Nullable List<String> deltas,
        LeftOut leftOut,
        @Nullable String firstLife) {
    private static final LeftOut NOTHING = new LeftOut(0, 0);

    /** Creates the request for a stream that begins here. */
    SubscriptionRequest(
            UUID callId,
            List<ActorId> actors,
            String method,
            List<Bytes> arguments,
            @Nullable StreamFilter filter,
            @Nullable Duration heartbeat,
            @Nullable List<String> deltas) {
        this(callId, actors, method, arguments, filter, heartbeat, deltas, NOTHING, null);
    }

    /** Returns the request with another filter. */
    SubscriptionRequest filteredBy(@Nullable StreamFilter other) {
        return new SubscriptionRequest(callId, actors, method, arguments, other, heartbeat, deltas, leftOut, firstLife);
    }
}
