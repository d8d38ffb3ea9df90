// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.testing;

import dev.trebuchetfx.client.change.ChangeStatus;
import dev.trebuchetfx.client.change.PendingChange;
import dev.trebuchetfx.client.change.RemoteCall;
import dev.trebuchetfx.client.error.NotConnectedException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A change that a test answers. Owned by {@link FakeChanges}. */
final class FakeChange<R, S> implements PendingChange<R> {
    private final UUID key;
    private final Instant since;
    private final RemoteCall<R> call;
    private final UnaryOperator<S> edit;
    private final Predicate<FakeChange<?, S>> withdrawing;
    private final CompletableFuture<R> result = new CompletableFuture<>();
    private ChangeStatus status = ChangeStatus.WAITING;
    private @Nullable Throwable whyNotShown;

    FakeChange(
            UUID key,
            Instant since,
            RemoteCall<R> call,
            UnaryOperator<S> edit,
            Predicate<FakeChange<?, S>> withdrawing) {
        this.key = key;
        this.since = since;
        this.call = call;
        this.edit = edit;
        this.withdrawing = withdrawing;
    }

    RemoteCall<R> call() {
        return call;
    }

    void become(ChangeStatus next) {
        status = next;
    }

    @SuppressWarnings("unchecked") // The test gives the call's result.
    void complete(@Nullable Object value) {
        result.complete((R) value);
    }

    /** Returns {@code state} with the edit; null if the edit fails on it. */
    @Nullable
    S edited(S state) {
        try {
            S next = edit.apply(state);
            whyNotShown = next == null ? new NullPointerException("the edit returned null") : null;
            return next;
        } catch (RuntimeException e) {
            whyNotShown = e;
            return null;
        }
    }

    @Override
    public UUID key() {
        return key;
    }

    @Override
    public String targetIdentifier() {
        return call.targetIdentifier();
    }

    @Override
    public Instant since() {
        return since;
    }

    @Override
    public ChangeStatus status() {
        return status;
    }

    @Override
    public @Nullable Throwable whyNotShown() {
        return whyNotShown;
    }

    @Override
    public CompletableFuture<R> result() {
        return result;
    }

    @Override
    public CompletableFuture<Boolean> withdraw() {
        boolean taken = status == ChangeStatus.WAITING && withdrawing.test(this);
        if (taken) {
            result.completeExceptionally(new NotConnectedException("the change was withdrawn before it was sent"));
        }
        return CompletableFuture.completedFuture(taken);
    }
}
