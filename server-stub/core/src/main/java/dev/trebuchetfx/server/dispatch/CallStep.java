// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.server.internal.actor.ActorCallException;
import dev.trebuchetfx.server.internal.actor.ActorCell;
import dev.trebuchetfx.server.internal.persistence.StateKeeper;
import dev.trebuchetfx.server.internal.persistence.StoredStep;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.stream.Subscriber;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A client's call of a stateful actor. */
record CallStep(ActorCell cell, InvocationEnvelope invocation, Calls calls, Subscriber caller) implements StoredStep {
    /** The most bytes of a result that are kept for a repetition of the call. */
    private static final int MAX_KEPT = 16 << 10;

    @Override
    public @Nullable Object run() throws ActorCallException {
        return cell.methods().call(invocation.targetIdentifier(), invocation.arguments());
    }

    @Override
    public @Nullable Bytes kept(@Nullable Object result) throws ActorCallException {
        if (key() == null || result instanceof CompletionStage<?> || Calls.returnsNothing(cell, invocation)) {
            return null;
        }
        Bytes json = calls.encode(result);
        return json.size() <= MAX_KEPT ? json : null;
    }

    @Override
    public @Nullable String key() {
        return invocation.ext() == null ? null : invocation.callID().toString();
    }

    @Override
    public boolean isRepeated() {
        return invocation.ext() != null && invocation.ext().repeated();
    }

    @Override
    public boolean mayRunAgain() {
        try {
            return cell.methods()
                    .mayRunAgain(
                            invocation.targetIdentifier(),
                            invocation.arguments().size());
        } catch (ActorCallException noSuchMethod) {
            return false;
        }
    }

    @Override
    public void succeeded(@Nullable Object result, @Nullable StateVersion version) {
        try {
            calls.answer(cell, invocation, result, told(version), caller);
        } catch (Throwable e) {
            failed(e);
        }
    }

    @Override
    public void wasDone(@Nullable Bytes kept, StateVersion version) {
        try {
            if (kept != null || Calls.returnsNothing(cell, invocation)) {
                calls.answer(
                        new ResponseEnvelope(
                                invocation.callID(),
                                kept == null ? Bytes.empty() : kept,
                                null,
                                Calls.ext(told(version), caller)),
                        caller);
            } else {
                calls.fail(invocation, ResponseEnvelope.DONE_WITHOUT_RESULT + "; read what you need anew", caller);
            }
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Returns the version for the caller: none where it means nothing, since streams name none either. */
    private @Nullable StateVersion told(@Nullable StateVersion version) {
        StateKeeper keeper = cell.keeper();
        return keeper != null && keeper.isShared() ? version : null;
    }

    @Override
    public void failed(Throwable why) {
        calls.fail(invocation, ActorCallException.describe(why), caller);
    }
}
