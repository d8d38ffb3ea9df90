// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.testing;

import dev.trebuchetfx.client.change.CallArguments;
import dev.trebuchetfx.client.change.ChangeOptions;
import dev.trebuchetfx.client.change.ChangeStatus;
import dev.trebuchetfx.client.change.ChangedState;
import dev.trebuchetfx.client.change.ChangingState;
import dev.trebuchetfx.client.change.OfflineChanges;
import dev.trebuchetfx.client.change.RemoteCall;
import dev.trebuchetfx.client.error.NotConnectedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The changes of a {@link FakeStream}: edits on the state that the test sent last, until the test answers their calls. */
final class FakeChanges<S> implements ChangingState<S> {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private final ChangeOptions<S> options;
    private final BooleanSupplier connected;
    private final Runnable shown;
    private final List<FakeChange<?, S>> pending = new ArrayList<>();
    private @Nullable S confirmed;
    private @Nullable Instant serverTime;
    private long made;

    FakeChanges(ChangeOptions<S> options, BooleanSupplier connected, Runnable shown) {
        this.options = options;
        this.connected = connected;
        this.shown = shown;
    }

    void confirm(S state, Instant time) {
        confirmed = state;
        serverTime = time;
    }

    /** Sends what waits. */
    void send() {
        if (connected.getAsBoolean()) {
            pending.stream()
                    .filter(each -> each.status() == ChangeStatus.WAITING)
                    .forEach(each -> each.become(ChangeStatus.SENT));
            shown.run();
        }
    }

    List<RemoteCall<?>> sent() {
        List<RemoteCall<?>> calls = new ArrayList<>();
        pending.stream().filter(each -> each.status() == ChangeStatus.SENT).forEach(each -> calls.add(each.call()));
        return List.copyOf(calls);
    }

    FakeChange<?, S> oldest() {
        return pending.stream()
                .filter(each -> each.status() == ChangeStatus.SENT)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "Expected a call that was sent and has no answer, but the pending changes are " + names()));
    }

    private List<String> names() {
        return pending.stream()
                .map(each -> each.targetIdentifier() + " (" + each.status() + ")")
                .toList();
    }

    /** Returns the server's state with the edit of {@code change}; null if there is none. */
    @Nullable
    S edited(FakeChange<?, S> change) {
        S base = confirmed;
        return base == null ? null : change.edited(base);
    }

    void finish(FakeChange<?, S> change, ChangeStatus status) {
        change.become(status);
        pending.remove(change);
    }

    @Override
    public ChangedState<S> now() {
        S state = confirmed;
        for (FakeChange<?, S> each : pending) {
            S next = state == null ? null : each.edited(state);
            state = next == null ? state : next;
        }
        return new ChangedState<>(state, confirmed, serverTime, List.copyOf(pending));
    }

    @Override
    public <R> FakeChange<R, S> change(UnaryOperator<S> edit, RemoteCall<R> call) {
        long number = ++made;
        FakeChange<R, S> change =
                new FakeChange<>(new UUID(0, number), FIRST.plusSeconds(number - 1), call, edit, each -> {
                    finish(each, ChangeStatus.FAILED);
                    shown.run();
                    return true;
                });
        String refusal = refusal();
        if (refusal != null) {
            change.become(ChangeStatus.FAILED);
            change.result().completeExceptionally(new NotConnectedException(refusal));
            return change;
        }
        pending.add(change);
        if (connected.getAsBoolean()) {
            change.become(ChangeStatus.SENT);
        }
        shown.run();
        return change;
    }

    private @Nullable String refusal() {
        if (options.offline() == OfflineChanges.REFUSED && !connected.getAsBoolean()) {
            return "the change was refused, since there is no connection";
        }
        return pending.size() >= options.maxWaiting()
                ? "the change was refused, since " + pending.size() + " are under way already"
                : null;
    }

    @Override
    public <R> FakeChange<R, S> change(RemoteCall<R> call) {
        BiFunction<? super S, CallArguments, ? extends S> edit = options.edits().get(call.targetIdentifier());
        if (edit == null) {
            throw new IllegalArgumentException("Expected an edit for '" + call.targetIdentifier()
                    + "' in the options of the changes, but they have edits for "
                    + options.edits().keySet());
        }
        CallArguments arguments = new GivenArguments(call.arguments());
        return change(state -> edit.apply(state, arguments), call);
    }

    @Override
    public void release() {}

    @Override
    public void close() {}
}
