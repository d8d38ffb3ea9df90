// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.change;

import dev.trebuchetfx.client.change.ChangeStatus;
import dev.trebuchetfx.client.change.PendingChange;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A change as its queue knows it. The application reads it; what is not final belongs to the queue's turns, but for {@code status} and {@code whyNotShown}.
 */
final class QueuedChange<R> implements PendingChange<R> {
    final ChangePort.Outgoing call;
    final Type resultType;
    final boolean idempotent;
    final Instant since;
    /** The place among kept calls. */
    long order;

    final CompletableFuture<R> result = new CompletableFuture<>();
    private final Withdrawal withdrawal;

    volatile ChangeStatus status = ChangeStatus.WAITING;
    volatile @Nullable Throwable whyNotShown;

    /** True if the call may have reached the server, in this run or an earlier one. */
    boolean maybeSent;
    /** True if the store says that the call may have been sent, so that a later run does not take it for one that never was. */
    boolean marked;
    /** The time of the first sending; null before that. */
    @Nullable
    Instant sentAt;

    /** True if an earlier run knew that the actor is stored. */
    boolean knownStored;

    /** True while the change counts as under way. */
    volatile boolean counted;

    /** The JSON of the result, once the call is answered. */
    volatile @Nullable Bytes json;

    /** The error in place of a result, of a call that is done; null if there is a result. */
    volatile @Nullable TrebuchetException withoutResult;

    /** The way in which an application takes a change back. */
    @FunctionalInterface
    interface Withdrawal {
        CompletableFuture<Boolean> withdraw(QueuedChange<?> change);
    }

    QueuedChange(
            ChangePort.Outgoing call,
            Type resultType,
            boolean idempotent,
            Instant since,
            long order,
            Withdrawal withdrawal) {
        this.call = call;
        this.resultType = resultType;
        this.idempotent = idempotent;
        this.since = since;
        this.order = order;
        this.withdrawal = withdrawal;
    }

    @Override
    public UUID key() {
        return call.key();
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
        return withdrawal.withdraw(this);
    }

    int bytes() {
        return call.arguments().stream().mapToInt(Bytes::size).sum();
    }

    /** Completes the result with what {@code value} returns, or with what it throws. */
    void complete(Supplier<@Nullable R> value) {
        try {
            result.complete(value.get());
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    @Override
    public String toString() {
        return call.targetIdentifier() + " (" + status + ")";
    }
}
