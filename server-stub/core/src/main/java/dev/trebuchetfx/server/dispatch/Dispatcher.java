// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.protocol.envelope.ActorId;
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
import dev.trebuchetfx.server.dispatch.AccessRule.Question;
import dev.trebuchetfx.server.internal.actor.ActorMethods;
import dev.trebuchetfx.server.internal.actor.ActorRegistry;
import dev.trebuchetfx.server.stream.Streams;
import dev.trebuchetfx.server.stream.Subscriber;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
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
    private final ActorRegistry actors;
    private final @Nullable AccessControl access;

    /**
     * Creates a dispatcher.
     *
     * @param access asks who may do what; null where everything is allowed
     */
    public Dispatcher(ActorRegistry actors, Streams streams, @Nullable AccessControl access) {
        this.actors = actors;
        this.access = access;
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

    /** Returns whether somebody is to be asked before messages are dispatched. */
    public boolean isGuarded() {
        return access != null;
    }

    /** Returns what is to be asked before a message is dispatched; null where nothing is, since it reaches no actor. */
    public @Nullable Question question(Envelope envelope, Subscriber from) {
        return switch (envelope) {
            case InvocationEnvelope invocation ->
                question(
                        List.of(invocation.actorID()),
                        invocation.targetIdentifier(),
                        invocation.opensStream(),
                        from.principal());
            case StreamResumeEnvelope resume ->
                question(Streams.actorsOf(resume), resume.targetIdentifier(), true, from.principal());
            default -> null;
        };
    }

    private @Nullable Question question(
            List<ActorId> candidates, String targetIdentifier, boolean observes, String principal) {
        // Without making an actor on demand, which whoever may not reach it must not do.
        String name = actors.nameOf(candidates);
        return name == null ? null : new Question(principal, name, ActorMethods.nameOf(targetIdentifier), observes);
    }

    /**
     * Asks whether a message may be dispatched.
     *
     * @param log takes a line where the rule that is asked fails
     * @param answer takes the words of a refusal, or null, later and by any thread
     */
    public void ask(Question question, Consumer<String> log, Consumer<@Nullable String> answer) {
        AccessControl control = access;
        if (control == null) {
            answer.accept(null);
        } else {
            control.ask(question, log, answer);
        }
    }

    /**
     * Hands a message to what answers it.
     *
     * @param refusal why it is not allowed, which is its answer; null where it is
     */
    public void dispatch(Envelope envelope, Correspondent from, @Nullable String refusal) {
        switch (envelope) {
            case InvocationEnvelope invocation -> invoke(invocation, from, refusal);
            case StreamResumeEnvelope resume -> {
                if (resume.ext() != null) {
                    from.showsExtension();
                }
                if (refusal == null) {
                    streams.resume(resume, from);
                } else {
                    from.send(new StreamErrorEnvelope(resume.streamID(), "Stream error: " + refusal));
                }
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

    private void invoke(InvocationEnvelope invocation, Correspondent from, @Nullable String refusal) {
        if (invocation.ext() != null) {
            from.showsExtension();
        }
        String problem = problemOf(invocation.protocolVersion());
        if (problem != null) {
            Calls.refuse(invocation, problem, from);
        } else if (isDraining()) {
            Calls.refuse(invocation, DRAINING, from);
        } else if (invocation.opensStream()) {
            streams.open(invocation, refusal, from);
        } else if (refusal != null) {
            Calls.refuse(invocation, refusal, from);
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
