// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import dev.trebuchetfx.inspector.text.Texts;
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
    private Arguments arguments = Arguments.NONE;

    /** The arguments, as far as they must be told from others: large ones would take the memory of whoever judges them. */
    private record Arguments(int count, long bytes, int hash) {
        static final Arguments NONE = new Arguments(0, 0, 1);

        static Arguments of(List<Bytes> given) {
            return new Arguments(
                    given.size(), given.stream().mapToLong(Bytes::size).sum(), given.hashCode());
        }
    }

    private Subscription(String method) {
        this.method = method;
    }

    static Subscription of(InvocationEnvelope invocation) {
        Subscription asked = new Subscription(Texts.shortened(invocation.targetIdentifier()));
        asked.invoked = shortened(invocation.actorID());
        asked.filter = travels(invocation.streamFilter());
        asked.arguments = Arguments.of(invocation.arguments());
        return asked;
    }

    /** The invocation was not seen. */
    static Subscription of(StreamStartEnvelope start) {
        Subscription asked = new Subscription(Texts.shortened(start.targetIdentifier()));
        asked.real = shortened(start.actorID());
        asked.filter = travels(start.filter());
        return asked;
    }

    /** Neither the invocation nor the start was seen. */
    static Subscription unknown() {
        return new Subscription("");
    }

    /** Returns the identity with the beginnings of its name and host, if those are long. */
    static ActorId shortened(ActorId actor) {
        String host = actor.host();
        return new ActorId(Texts.shortened(actor.id()), host == null ? null : Texts.shortened(host), actor.port());
    }

    private static @Nullable StreamFilter travels(@Nullable StreamFilter filter) {
        return filter == null || filter.type() == StreamFilter.Type.ALL ? null : filter;
    }

    void started(StreamStartEnvelope start) {
        real = shortened(start.actorID());
        method = Texts.shortened(start.targetIdentifier());
    }

    void learn(StreamResumeEnvelope resume) {
        if (method.isEmpty()) {
            method = Texts.shortened(resume.targetIdentifier());
        }
        real = real == null ? shortened(resume.actorID()) : real;
        if (invoked == null && resume.ext() != null) {
            invoked = shortened(resume.ext().invokedActorID());
            filter = travels(resume.ext().streamFilter());
            arguments = Arguments.of(resume.ext().arguments());
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
        return method.equals(Texts.shortened(targetIdentifier)) && concerns(actor);
    }

    /** Whether there is a filter or an argument, which a version 2 server forgets when it restarts a stream. */
    boolean asksMore() {
        return filter != null || arguments.count() != 0;
    }

    /** Returns whether it is about this actor, of whose name only the beginning counts. */
    boolean concerns(ActorId named) {
        ActorId actor = shortened(named);
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
