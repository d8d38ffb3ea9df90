// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.option.GapPolicy;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.internal.delta.DeltaWish;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request of an application to observe a stream. */
public record StreamRequest(
        ActorId actor,
        String targetIdentifier,
        List<Bytes> arguments,
        @Nullable StreamFilter filter,
        GapPolicy gaps,
        DeltaWish deltas) {
    /** The version of the extension that this client speaks. */
    private static final int PROFILE = 1;

    public StreamRequest {
        arguments = List.copyOf(arguments);
    }

    /** Returns this request with another filter. */
    public StreamRequest withFilter(@Nullable StreamFilter newFilter) {
        return new StreamRequest(actor, targetIdentifier, arguments, newFilter, gaps, deltas);
    }

    /** Returns whether a version 2 server would lose a part of the request in a restart of its own. */
    boolean hasFilterOrArguments() {
        return filter != null || !arguments.isEmpty();
    }

    /** Returns the message that opens the stream. */
    InvocationEnvelope invocation(UUID callID, Duration heartbeatInterval, List<String> deltaFormats) {
        return new InvocationEnvelope(
                callID,
                actor,
                targetIdentifier,
                InvocationEnvelope.CURRENT_PROTOCOL_VERSION,
                List.of(),
                arguments,
                filter,
                null,
                new InvocationEnvelope.Ext(PROFILE, deltaFormats, heartbeatInterval.toMillis()));
    }

    /** Returns the message that asks for the updates after a checkpoint. */
    StreamResumeEnvelope resume(
            StreamCheckpoint at,
            UUID callID,
            List<String> deltaFormats,
            boolean haveBase,
            boolean full,
            Duration heartbeatInterval) {
        return new StreamResumeEnvelope(
                at.streamID(),
                at.lastSequence(),
                at.actorID(),
                at.targetIdentifier(),
                new StreamResumeEnvelope.Ext(
                        PROFILE,
                        at.epoch(),
                        callID,
                        actor,
                        filter,
                        arguments,
                        deltaFormats,
                        haveBase,
                        full,
                        heartbeatInterval.toMillis(),
                        at.cursor()));
    }
}
