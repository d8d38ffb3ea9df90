// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a client asked for when it opened a stream, as far as the capture tells. Confined to the audit that owns it. */
final class Subscription {
    private @Nullable ActorId invoked;
    private @Nullable ActorId real;
    private String method;
    private @Nullable StreamFilter filter;
    private List<Bytes> arguments = List.of();

    private Subscription(String method) {
        this.method = method;
    }

    static Subscription of(InvocationEnvelope invocation) {
        Subscription asked = new Subscription(invocation.targetIdentifier());
        asked.invoked = invocation.actorID();
        asked.filter = travels(invocation.streamFilter());
        asked.arguments = invocation.arguments();
        return asked;
    }

    /** The invocation was not seen. */
    static Subscription of(StreamStartEnvelope start) {
        Subscription asked = new Subscription(start.targetIdentifier());
        asked.real = start.actorID();
        asked.filter = travels(start.filter());
        return asked;
    }

    /** Neither the invocation nor the start was seen. */
    static Subscription unknown() {
        return new Subscription("");
    }

    private static @Nullable StreamFilter travels(@Nullable StreamFilter filter) {
        return filter == null || filter.type() == StreamFilter.Type.ALL ? null : filter;
    }

    void started(StreamStartEnvelope start) {
        real = start.actorID();
        method = start.targetIdentifier();
    }

    void learn(StreamResumeEnvelope resume) {
        if (method.isEmpty()) {
            method = resume.targetIdentifier();
        }
        real = real == null ? resume.actorID() : real;
        if (invoked == null && resume.ext() != null) {
            invoked = resume.ext().invokedActorID();
            filter = travels(resume.ext().streamFilter());
            arguments = resume.ext().arguments();
        }
    }

    boolean isSameAs(Subscription other) {
        return method.equals(other.method)
                && Objects.equals(filter, other.filter)
                && arguments.equals(other.arguments)
                && Objects.equals(invoked, other.invoked);
    }

    /** Whether the server may mean this one by a method of a real actor. */
    boolean isServedBy(ActorId actor, String targetIdentifier) {
        return method.equals(targetIdentifier) && (actor.equals(real) || actor.equals(invoked));
    }

    /** Whether there is a filter or an argument, which a version 2 server forgets when it restarts a stream. */
    boolean asksMore() {
        return filter != null || !arguments.isEmpty();
    }

    boolean concerns(ActorId actor) {
        return actor.equals(invoked) || actor.equals(real);
    }

    String actor() {
        ActorId best = invoked == null ? real : invoked;
        return best == null ? "" : best.toString();
    }

    String method() {
        return method;
    }

    @Nullable
    String filterText() {
        if (filter == null) {
            return null;
        }
        String name = filter.name() == null ? filter.type().wireName() : filter.name();
        StringBuilder text = new StringBuilder(name);
        char before = ':';
        for (var parameter : new TreeMap<>(filter.parametersOrEmpty()).entrySet()) {
            text.append(before).append(parameter.getKey()).append('=').append(parameter.getValue());
            before = ',';
        }
        return text.toString();
    }
}
