// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdateEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdatedEnvelope;
import dev.trebuchetfx.protocol.envelope.UnknownEnvelope;
import dev.trebuchetfx.server.internal.actor.ActorRegistry;
import dev.trebuchetfx.server.stream.Streams;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of each envelope of a client to what answers it. Safe for use by any thread; returns before the answer. */
public final class Dispatcher {
    static final String DRAINING = ResponseEnvelope.DRAINING;
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final InFlight inFlight = new InFlight();
    private final Calls calls;
    private final Streams streams;

    public Dispatcher(ActorRegistry actors, Streams streams) {
        this.calls = new Calls(actors, inFlight);
        this.streams = streams;
    }

    /**
     * Refuses invocations from now on, since the server is about to close. Calling it again has no effect.
     *
     * @return a stage that completes when the last call that was under way has been answered
     */
    public CompletionStage<Void> drain() {
        return inFlight.drain();
    }

    /** Returns the number of calls that are not answered yet. */
    public int callsInFlight() {
        return inFlight.count();
    }

    /** Returns whether it refuses invocations, since the server is about to close. */
    public boolean isDraining() {
        return inFlight.isDraining();
    }

    void dispatch(Envelope envelope, ClientConnection from) {
        switch (envelope) {
            case InvocationEnvelope invocation -> invoke(invocation, from);
            case StreamResumeEnvelope resume -> {
                if (resume.ext() != null) {
                    from.showsExtension();
                }
                streams.resume(resume, from);
            }
            case StreamEndEnvelope end -> streams.unsubscribe(end.streamID(), from);
            case StreamUpdateEnvelope update -> {
                from.showsExtension();
                streams.update(update, from);
            }
            case ResponseEnvelope other -> ignore(other);
            case StreamStartEnvelope other -> ignore(other);
            case StreamDataEnvelope other -> ignore(other);
            case StreamErrorEnvelope other -> ignore(other);
            case StreamResumedEnvelope other -> ignore(other);
            case StreamUpdatedEnvelope other -> ignore(other);
            case HeartbeatEnvelope other -> ignore(other);
            case UnknownEnvelope other -> ignore(other);
        }
    }

    private void invoke(InvocationEnvelope invocation, ClientConnection from) {
        if (invocation.ext() != null) {
            from.showsExtension();
        }
        String problem = problemOf(invocation.protocolVersion());
        if (problem != null) {
            Calls.refuse(invocation, problem, from);
        } else if (isDraining()) {
            Calls.refuse(invocation, DRAINING, from);
        } else if (invocation.opensStream()) {
            streams.open(invocation, from);
        } else {
            calls.invoke(invocation, from);
        }
    }

    private static @Nullable String problemOf(int protocolVersion) {
        return protocolVersion >= 1 && protocolVersion <= InvocationEnvelope.CURRENT_PROTOCOL_VERSION
                ? null
                : "protocolVersion must be 1 or 2 but was " + protocolVersion;
    }

    /** A peer of a later version, or one that mixes up its role, is no reason to close the connection. */
    private static void ignore(Envelope envelope) {
        LOG.debug("Ignored a message of type {} from a client", envelope.type());
    }
}
