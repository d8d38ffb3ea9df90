// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.server.internal.actor.ActorCallException;
import dev.trebuchetfx.server.internal.actor.ActorCell;
import dev.trebuchetfx.server.internal.actor.ActorRegistry;
import dev.trebuchetfx.server.internal.persistence.StateKeeper;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.stream.Subscriber;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The invocations that open no stream. Each is answered with one response. Safe for use by any thread. */
final class Calls {
    private final ActorRegistry actors;
    private final InFlight inFlight;

    Calls(ActorRegistry actors, InFlight inFlight) {
        this.actors = actors;
        this.inFlight = inFlight;
    }

    void invoke(InvocationEnvelope invocation, Subscriber caller) {
        ActorCell cell = actors.find(invocation.actorID(), caller.principal());
        if (cell == null) {
            refuse(invocation, actors.notFound(invocation.actorID(), caller.principal()), caller);
        } else if (!inFlight.begin()) {
            refuse(invocation, Dispatcher.DRAINING, caller);
        } else if (!offer(cell, invocation, caller)) {
            fail(invocation, cell.busyMessage(), caller);
        }
    }

    private boolean offer(ActorCell cell, InvocationEnvelope invocation, Subscriber caller) {
        long bytes = ActorCell.size(invocation.arguments());
        StateKeeper keeper = cell.keeper();
        return keeper == null
                ? cell.offer(bytes, () -> invokeInTurn(cell, invocation, caller))
                : cell.offerStep(keeper, bytes, new CallStep(cell, invocation, this, caller));
    }

    /** Answers an invocation that does not become a call. */
    static void refuse(InvocationEnvelope invocation, String message, Subscriber caller) {
        caller.send(new ResponseEnvelope(invocation.callID(), null, message));
    }

    void fail(InvocationEnvelope invocation, String message, Subscriber caller) {
        answer(new ResponseEnvelope(invocation.callID(), null, message), caller);
    }

    /** Sends the one answer that each call gets. */
    void answer(ResponseEnvelope response, Subscriber caller) {
        caller.send(response);
        inFlight.end();
    }

    private void invokeInTurn(ActorCell cell, InvocationEnvelope invocation, Subscriber caller) {
        try {
            answer(
                    cell,
                    invocation,
                    cell.methods().call(invocation.targetIdentifier(), invocation.arguments()),
                    null,
                    caller);
        } catch (Throwable e) {
            // Whatever an actor throws, or what it has returned, its caller waits for an answer.
            fail(invocation, ActorCallException.describe(e), caller);
        }
    }

    /**
     * Answers with what the method has returned, in the actor's turn.
     *
     * @param version the version of the actor's stored state that the call made or saw; null where none is stored
     */
    void answer(
            ActorCell cell,
            InvocationEnvelope invocation,
            @Nullable Object result,
            @Nullable StateVersion version,
            Subscriber caller)
            throws ActorCallException {
        if (result instanceof CompletionStage<?> later) {
            // Back into the turn, since the result may be the actor's own mutable state.
            later.whenComplete(
                    (value, failure) -> cell.turn(() -> complete(invocation, value, failure, version, caller)));
        } else if (returnsNothing(cell, invocation)) {
            answer(new ResponseEnvelope(invocation.callID(), Bytes.empty(), null, ext(version, caller)), caller);
        } else {
            succeed(invocation, result, version, caller);
        }
    }

    static boolean returnsNothing(ActorCell cell, InvocationEnvelope invocation) throws ActorCallException {
        return cell.methods()
                .returnsNothing(
                        invocation.targetIdentifier(), invocation.arguments().size());
    }

    /** Writes a result as JSON. */
    Bytes encode(@Nullable Object result) throws ActorCallException {
        return actors.json().encode(result);
    }

    private void complete(
            InvocationEnvelope invocation,
            @Nullable Object value,
            @Nullable Throwable failure,
            @Nullable StateVersion version,
            Subscriber caller) {
        if (failure == null) {
            succeed(invocation, value, version, caller);
        } else {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            fail(invocation, ActorCallException.describe(cause), caller);
        }
    }

    /** Returns what a client with the extension hears of the version; null for none. */
    static ResponseEnvelope.@Nullable Ext ext(@Nullable StateVersion version, Subscriber caller) {
        return version == null || !caller.speaksExtension() ? null : new ResponseEnvelope.Ext(version.number());
    }

    private void succeed(
            InvocationEnvelope invocation, @Nullable Object result, @Nullable StateVersion version, Subscriber caller) {
        Bytes encoded;
        try {
            encoded = actors.json().encode(result);
        } catch (ActorCallException e) {
            fail(invocation, ActorCallException.describe(e), caller);
            return;
        }
        answer(new ResponseEnvelope(invocation.callID(), encoded, null, ext(version, caller)), caller);
    }
}
